/**
 * Where a check stands: before an agent reads what it is asked (`input`), before its answer is used
 * (`output`), before a tool is called (`toolCall`), before what a tool gave is read (`toolResult`).
 */
export type CheckWhen = 'input' | 'output' | 'toolCall' | 'toolResult';

/** What becomes of a text that was checked. */
export type CheckDecision = 'pass' | 'rewrite' | 'sendBack' | 'stop';

/**
 * What a function that checks returns, or a promise of it: the text may go on as it is, goes on as
 * another one, goes back with a reason, or ends the whole run with one.
 */
export type CheckVerdict =
  | 'pass'
  | { rewrite: string; reason?: string }
  | { sendBack: string }
  | { stop: string };

/** What a function that checks is told besides the text. */
export interface CheckedPlace {
  when: CheckWhen;
  /** Whose text it is. */
  agent: string;
  /** `null`: it is not about a tool. */
  tool: string | null;
}

/** A check that was made, and what it said. */
export interface CheckRecord {
  name: string;
  when: CheckWhen;
  decision: CheckDecision;
  /** `null`: none was given. */
  reason: string | null;
  /** Left out: it is not about a tool. */
  tool?: string;
}
