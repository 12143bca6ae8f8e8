import type { EventError } from '../events.ts';
import type { Kind, Step } from '../kinds/step.ts';
import type { Usage } from '../usage.ts';

// What a person looks at when looking at a run. It is plain data and never changed: an event makes a
// new view, in which everything that it does not touch is the same object as before.

/**
 * `waiting`: it has not begun; where the run has ended, it never will. `done`: it has ended, or has given
 * an answer behind which nothing more has come.
 */
export type NodeState =
  | 'waiting'
  | 'running'
  | 'waitingForPerson'
  | 'done'
  | 'failed'
  | 'cancelled';

/**
 * What each kind shows of its own, besides its steps. Every kind in `kinds/` adds its entry; `null`:
 * nothing.
 */
// oxlint-disable-next-line no-empty-object-type -- the kinds fill it in
export interface OwnViews {}

/** A run as it is looked at. */
export interface RunView {
  /** Workflow id; `''`: nothing has happened yet. */
  run: string;
  name: string;
  /** The outermost step. */
  root: ViewNode;
  /** `seq` and `cursor` of the last event: where to go on. */
  seq: number;
  cursor: string;
  /** Goes up with every change. */
  version: number;
  /** As `run.ended` gives it; `null`: it has none, or goes on. */
  result: unknown;
  hasEnded: boolean;
  /** What waits for people, the oldest first. */
  questions: readonly ViewQuestion[];
  /** Of all steps, in order. */
  warnings: readonly ViewWarning[];
}

/** A step of a run. */
export interface ViewNode<K extends Kind = Kind> {
  /** Step path; `''`: the outermost. */
  path: string;
  /** The last element of the path; `''`: the outermost. */
  element: string;
  /** In words: `Critic · round 1 · vote`. */
  title: string;
  /** Whose step it is: `Critic`. */
  who: string;
  /** `null`: not known, or of another version. */
  kind: K | null;
  /** `null`: not known. */
  spec: Step | null;
  state: NodeState;
  /** ISO 8601; `null`: it has not begun. */
  startedAt: string | null;
  /** ISO 8601; `null`: it has not ended. */
  endedAt: string | null;
  /** Milliseconds; `null`: it has not ended. */
  durationMs: number | null;
  /**
   * Path of the step whose end it has waited for, beside it or beside a step around it, as far as that
   * can be seen; `null`: none.
   */
  waitedFor: string | null;
  /** What an agent and its model said to each other, in order. */
  turns: readonly Turn[];
  /** Calls of tools, in order. */
  tools: readonly ToolUse[];
  questions: readonly ViewQuestion[];
  /** Checks of an agent that were made, in order. */
  checks: readonly ViewCheck[];
  warnings: readonly ViewWarning[];
  /** What came of it; `null`: nothing yet, or nothing at all. */
  content: string | null;
  error: EventError | null;
  /** US dollars, of all below it too; `null`: not known, or it goes on: then see `spentOf`. */
  cost: number | null;
  /** The steps inside it: those that its spec foresees, then the others in the order in which they began. */
  children: readonly ViewNode[];
  /** What its kind shows. */
  own: OwnViews[K] | null;
  /** Path of the child that ended last. */
  lastEnded: string | null;
}

/** An agent has asked its model, as often as it took to have one reply. */
export interface Turn {
  /** `seq` of the event that it began with. */
  seq: number;
  /** From 1, in its step. */
  number: number;
  agent: string;
  provider: string;
  /** `null`: the provider's own. */
  model: string | null;
  /** From 1. */
  attempt: number;
  /** `unusable`: there is a reply, and `problem` says why it is of no use. */
  state: 'running' | 'done' | 'unusable' | 'failed' | 'cancelled';
  /** As far as it was said. */
  text: string;
  /** Calls of tools that the model is writing. */
  writing: readonly WrittenCall[];
  /** Why it was asked again, each time. */
  retries: readonly Retry[];
  /** `null`: there is no reply yet. */
  usage: Usage | null;
  /** US dollars; `null`: not known, or no reply yet. */
  cost: number | null;
  problem: string | null;
  /** ISO 8601. */
  startedAt: string;
  endedAt: string | null;
  /** `seq` of the event that its text began with. */
  textSince: number;
}

/** A call that a model is writing. */
export interface WrittenCall {
  /** Which of the calls of its turn; from 0. */
  call: number;
  name: string;
  /** JSON, as far as it was written. */
  args: string;
}

/** Why a model was asked once more. */
export interface Retry {
  reason: string;
  /** ISO 8601. */
  at: string;
  /** The attempt that was given up; from 1. */
  attempt: number;
}

/** A call of a tool. */
export interface ToolUse {
  id: string;
  name: string;
  /** JSON, as the model wrote it; `null`: it was denied, and never called. */
  args: string | null;
  /** `seq` of the turn that it follows; `null`: not known. */
  turn: number | null;
  state: 'running' | 'done' | 'failed';
  /** The last that it has told of how it gets on. */
  progress: string | null;
  result: string | null;
  error: string | null;
  /** ISO 8601. */
  startedAt: string;
  endedAt: string | null;
}

/** Something that a person is asked. */
export interface ViewQuestion {
  id: string;
  path: string;
  question: string;
  /** None: any text is taken. */
  choices: readonly string[];
  /** ISO 8601; `null`: it is not known. */
  askedAt: string | null;
  deadline: string | null;
  /** Workflow id that takes the answer. */
  answerTo: string | null;
  assignee: string | null;
  /** Of an approval: whose tool call it is. */
  approval: { agent: string; tool: string; args: string; said: string } | null;
  /** `null`: it waits. */
  answer: ViewAnswer | null;
}

/** How a question was answered. */
export interface ViewAnswer {
  answer: string | null;
  /** Of an approval. */
  approved: boolean | null;
  reason: string | null;
  /** `null`: they did not say, or nobody answered. */
  by: string | null;
  /** `update`, `signal`, `default`, `timeout`, or `ended`: the step has ended without. */
  means: string;
  /** ISO 8601. */
  at: string;
}

/** A check that was made. */
export interface ViewCheck {
  /** `seq` of the event that told it. */
  seq: number;
  name: string;
  /** `input`, `output`, `toolCall` or `toolResult`. */
  when: string;
  /** `pass`, `rewrite`, `sendBack` or `stop`. */
  decision: string;
  reason: string | null;
  /** `null`: it is not about a tool. */
  tool: string | null;
}

/** Something that should be known. */
export interface ViewWarning {
  path: string;
  /** Its type. */
  warning: string;
  message: string;
  /** ISO 8601. */
  at: string;
}
