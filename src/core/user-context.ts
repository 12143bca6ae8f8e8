/** How an update of a field is merged with what the field holds. */
export const mergeRules = ['set', 'append', 'increment'] as const;
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

/** Workflow id of a user's context. */
export function userContextId(user: string): string {
  return `user-context:${user}`;
}
