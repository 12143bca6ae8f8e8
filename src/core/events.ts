import type { Text } from './content.ts';
import type { TurnPosition } from './event-cursor.ts';
import type { Analysis } from './kinds/debate/conclusion.ts';
import type { TallyLine } from './kinds/debate/consensus.ts';
import type { CheckDecision, CheckWhen } from './kinds/agent/check-types.ts';
import type { Plan } from './kinds/supervisor/plan.ts';
import type { Review } from './kinds/supervisor/review.ts';
import type { Verification } from './kinds/supervisor/verification.ts';
import type { Usage } from './usage.ts';

/**
 * What only one kind of step tells, by the type of the event. A kind's `types.ts` adds its own entries, so
 * that no list of them has to be kept here.
 *
 * @typeParam T how texts stand in it
 * @public
 */
// oxlint-disable-next-line no-unused-vars, no-empty-object-type -- the kinds fill it in, and use T
export interface KindEvents<T = string> {}

/** An event of {@link KindEvents}. */
export type KindEvent<T> = {
  [K in keyof KindEvents<T>]: { type: K } & KindEvents<T>[K];
}[keyof KindEvents<T>];

/**
 * What happens in a run: everything but the place where it stands in it.
 *
 * @typeParam T how texts stand in it
 */
export type EventBody<T = string> =
  | { type: 'run.started'; kind: string; name: string }
  /** `result`: of the run, as `RunHandle.result` gives it; `null` where it left none. */
  | { type: 'run.ended'; success: boolean; error: EventError | null; result: unknown }
  | { type: 'step.started'; kind: string; title: string }
  | {
      type: 'step.ended';
      success: boolean;
      error: EventError | null;
      /** US dollars; `null`: not known. */
      cost: number | null;
      durationMs: number;
      content?: T;
    }
  /** An agent asks its model; `attempt` from 1. */
  | { type: 'turn.started'; agent: string; provider: string; model: string | null; attempt: number }
  /** What was said in this turn so far counts no more: its text and arguments begin again at offset 0. */
  | { type: 'turn.retried'; reason: string }
  | { type: 'turn.ended'; text: T; usage: Usage; cost: number | null; problem: string | null }
  /** `id` tells the calls of a step apart; `args`: JSON, as the model wrote it. */
  | { type: 'tool.called'; id: string; name: string; args: string }
  | { type: 'tool.progress'; id: string; name: string; message: string }
  | { type: 'tool.ended'; id: string; name: string; result: T | null; error: string | null }
  /** What an agent was asked or said, or what a tool was to be given or gave, was checked. */
  | {
      type: 'check.made';
      name: string;
      when: CheckWhen;
      decision: CheckDecision;
      reason: string | null;
      /** `null`: it is not about a tool. */
      tool: string | null;
    }
  /** Of a map: how many items there are, and what has come of them so far. */
  | { type: 'items.counted'; total: number; succeeded: number; failed: number }
  | { type: 'plan.made'; plan: Plan }
  | { type: 'review.made'; review: Review }
  | { type: 'verification.made'; verifications: readonly Verification[] }
  /** `round` 0: the initial positions. */
  | { type: 'round.ended'; round: number; tally: readonly TallyLine[]; consensus: boolean }
  | { type: 'vote.cast'; agent: string; option: string; confidence: number | null; why: string }
  /** What the moderator of a debate has found in it, before the conclusion. */
  | { type: 'analysis.made'; analysis: Analysis }
  | {
      type: 'question.asked';
      /** Question id. */
      id: string;
      question: string;
      choices: string[];
      /** ISO 8601; `null`: none. */
      deadline: string | null;
      /** Workflow id that takes the answer. */
      answerTo: string;
      assignee: string | null;
      /** Of an approval: whose tool call it is, and what was said so far. */
      approval: { agent: string; tool: string; args: string; said: string } | null;
    }
  | {
      type: 'question.answered';
      id: string;
      answer: string | null;
      approved: boolean | null;
      reason: string | null;
      by: string | null;
      /** `update`, `signal`, `default` or `timeout`. */
      means: string;
    }
  | { type: 'warning'; warning: string; message: string }
  | KindEvent<T>;

/** An error as events tell it. */
export interface EventError {
  type: string;
  message: string;
}

/** Where an event stands. */
export interface EventPlace {
  /** From 1, without gaps; the same for every follower. */
  seq: number;
  /** ISO 8601. */
  at: string;
  /** Workflow id of the outermost run. */
  run: string;
  /** Step path, `''`: the outermost step. */
  path: string;
  /** Where to go on behind this event: `run.events({ after: cursor })`. */
  cursor: string;
}

/** Text as it comes. It is not counted: its `seq` is that of the event before it. */
export interface TextDelta extends EventPlace {
  type: 'text.delta';
  text: string;
  /** Where it begins in the text of its turn; UTF-16 units. */
  offset: number;
  /** `seq` of the `turn.started` of its turn. */
  turn: number;
}

/** Arguments of a tool call as they come; counted as little as text. `tool.called` has the whole. */
export interface ToolDelta extends EventPlace {
  type: 'tool.delta';
  /** Which of the calls of its turn; from 0. */
  call: number;
  /** Of the tool, as the model gives it: its first 200 characters. */
  name: string;
  /** JSON, as the model writes it. */
  text: string;
  /** Where it begins in the arguments of its call; UTF-16 units. */
  offset: number;
  /** `seq` of the `turn.started` of its turn. */
  turn: number;
}

/** What happens in a run, in order. */
export type RunEvent = (EventBody & EventPlace) | TextDelta | ToolDelta;

/** An event as it is read, long texts as references. */
export type FollowedEvent =
  | (EventBody<Text> & EventPlace & Partial<TurnRead>)
  | TextDelta
  | ToolDelta;

/** Of the end of a turn: how its text is told to whoever has followed it. */
export interface TurnRead {
  /** `seq` of the event that the turn's text began with. */
  turn: number;
  /** How much of it was given. */
  from: number;
  /** Other turns that are open, and how much of them was given. */
  others: ({ seq: number } & TurnPosition)[];
  /** Field of a structured reply that is its text. */
  field: string;
}

/** An event on its way to the store, long texts as references. */
export type ToldEvent = EventBody<Text> & {
  /** The same however often it is told: the first event with its key stands, whoever brings it. */
  key: string;
  path: string;
  /** When it happened, ISO 8601. Default: when it is written. */
  at?: string;
};
