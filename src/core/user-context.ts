/** How an update of a field is merged with what the field holds. */
export const mergeRules = ['set', 'append', 'increment'] as const;
/** How an update of a field is merged with what the field holds: `set` replaces, `append` adds to a list, `increment` to a number. */
export type MergeRule = (typeof mergeRules)[number];

/** A fact's value: JSON. */
export type FactValue =
  | string
  | number
  | boolean
  | null
  | FactValue[]
  | { [key: string]: FactValue };

/** Who changed a fact. */
export interface Provenance {
  /** Name of the agent, or `client` and `cli` for people and programs. */
  setBy: string;
  /** Workflow id of the outermost run; `null`: none. */
  run: string | null;
}

/** One change of a user context. The same id is applied once, however often it is sent. */
export type FactChange = Provenance & { id: string } & (
    | {
        change: 'set';
        key: string;
        value: FactValue;
        /** The field's rule from now on; `null`: the rule it has, `set` for a new one. */
        merge: MergeRule | null;
      }
    | { change: 'forget'; /** `null`: everything. */ key: string | null }
  );

/** What is known about a user under one key. */
export interface Fact extends Provenance {
  key: string;
  value: FactValue;
  merge: MergeRule;
  /** When it was changed last, ISO 8601. */
  at: string;
}

/** What became of a change that was sent; `unknown`: it never came, or so long ago that its id is gone. */
export type ChangeOutcome =
  | { state: 'applied' }
  | { state: 'refused'; reason: string }
  | { state: 'unknown' };

/** How much a user context holds. A change that would go over one of these is refused. */
export const contextLimits = {
  facts: 500,
  /** Characters of a user's id and of a key. */
  nameCharacters: 200,
  /** Bytes of the JSON of one change's value. */
  valueBytes: 8 * 1024,
  /** How deep a value may be nested. */
  valueDepth: 32,
  /** Entries of an appended list. */
  entries: 1_000,
  /** Bytes of the JSON of all facts of a user. */
  totalBytes: 512 * 1024,
  /** Ids of changes that are still known, so that none is applied twice. */
  recentIds: 5_000,
  /** Characters of such an id. */
  idCharacters: 64,
  /** Refusals whose reason is kept. */
  refusals: 50,
} as const;

/** What the workflow of a user context is called, and what it is told and asked. */
export const userContextNames = {
  workflow: 'userContext',
  change: 'change',
  facts: 'facts',
  outcomes: 'outcomes',
} as const;

/** Workflow id of a user's context. */
export function userContextId(user: string): string {
  return `user-context:${user}`;
}
