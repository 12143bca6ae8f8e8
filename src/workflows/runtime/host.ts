import type { Text } from '../../core/content.ts';
import type { EventBody, ToldEvent } from '../../core/events.ts';
import type { Answered } from '../../core/questions/answers.ts';
import type { AskedAt, Question } from '../../core/questions/question.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import type { ModelCall, ModelReply, StoredText } from '../../core/model-call.ts';
import type { ChildEnd } from '../../core/returned.ts';
import type { Deadline, StepAllowance } from '../../core/run-input.ts';
import type { Effects } from './activities.ts';
import type { Checkpoint } from './step-context.ts';

/** How long something may take, and whose limit that is: the agent's own, or of a step around it. */
export interface Limit {
  ms: number;
  deadline: Deadline;
}

/** What a child run is told of what is around it. */
interface ChildScope {
  /** Workflow id. */
  id: string;
  deadline: Deadline | null;
  context: Text | null;
  /** What the outermost run was asked. */
  question: Text;
  /** @see RunInput.stepCalls */
  stepCalls?: StepAllowance;
}

/**
 * Changes of the commands that runs make, each with the version of a run from which on it applies
 * without a marker in the history.
 */
export const changes = {
  'inline-patterns': 2,
  'local-store': 2,
  'stop-calls': 2,
  'read-long-replies': 2,
  'time-is-up': 3,
  'template-tags': 3,
  'meant-tools': 3,
  events: 3,
  'tell-at-end': 4,
  'question-mark': 5,
} as const;

export type Change = keyof typeof changes;

type OwnEffects =
  | 'stopCalls'
  | 'callModel'
  | 'callModelHere'
  | 'readFacts'
  | 'storeTexts'
  | 'readTexts'
  | 'listLocks'
  | 'readItems'
  | 'readCosts'
  | 'readTurns'
  | 'askThreads'
  | 'knowsWaiting'
  | 'tellQuestion'
  | 'tellEvents'
  | 'tellEventsBehind'
  | 'tellAtEnd'
  | 'readEvents'
  | 'checkSpec';

/**
 * The world behind a step context. Temporal is one host; the contract tests have another, and one
 * suite holds for both. Unlike a step context, a host rejects when something fails.
 */
export interface Host extends Omit<Effects, OwnEffects> {
  /** Makes a model call; `here`: in the worker of the workflow, if that serves the call's provider. */
  callModel(call: ModelCall, limit: Limit, here: boolean): Promise<ModelReply>;
  /** Stores texts under their ids; at most about 1 MB together. */
  storeTexts(texts: readonly StoredText[]): Promise<void>;
  /** What is known of a user, as it stands in a prompt; `null`: nothing. */
  readFacts(user: string, limit: Limit): Promise<Text | null>;
  /** The content of a text. */
  read(text: Text): Promise<string>;
  /** Asks a person and waits, however long it takes. */
  ask(at: AskedAt, question: Question): Promise<Answered>;
  /** Runs a step as a run of its own, and gives its result however it ended. */
  child(step: Step, input: Text, around: ChildScope): Promise<ChildEnd>;
  /** Runs `body` so that `cancel` reaches everything it waits for. */
  cancellable<T>(body: (cancel: () => void) => Promise<T>): Promise<T>;
  /** Closes the connections of all calls under way: the run is cancelled. */
  stopAllCalls(): void;
  /** Whether an error means that the work was cancelled. */
  isCancellation(error: unknown): boolean;
  /** Continues as a new run from `state` where the history has grown long; otherwise does nothing. */
  checkpoint(state: object, options?: Checkpoint): Promise<void>;
  /**
   * Whether a change of the commands that runs make applies to this one: a run that began before the
   * change goes on as it was.
   */
  applies(change: Change): boolean;
  /** A step has ended: for whoever watches the run. */
  ended(result: StepResult, path: string): void;
  /** The path of a step inside the workflow in words. */
  titleOf(path: string): string;
  /**
   * Tells whoever follows the run what has happened at a path in it. It rides in the input of what is
   * asked next, whose worker writes it.
   *
   * @param key the same however often it is told; default: one of its own
   */
  tell(path: string, event: EventBody<Text>, key?: string): void;
  /** The same, beside what goes on: where nothing is asked next for a long time. */
  flushBeside(): void;
  /** The same for the beginning of something in which more happens: nothing of that is told before. */
  lead(path: string, event: TimedEvent, key?: string): void;
  /** Has written what was told and rides in nothing: before a long wait, and at the end. */
  flush(options?: Flush): Promise<void>;
}

/** An event, where it matters with the time at which it happened. */
export type TimedEvent = EventBody<Text> & Pick<ToldEvent, 'at'>;

/** When what was told is written. */
export interface Flush {
  /** `commands`: only once the server has what the workflow has commanded so far. Default: at once. */
  behind?: 'commands';
}
