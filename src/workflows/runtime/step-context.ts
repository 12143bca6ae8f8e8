import type { ExaminedText } from '../../activities/texts.ts';
import type { AgentResult, AgentSpec } from '../../core/kinds/agent/types.ts';
import type { Transform } from '../../core/kinds/pipeline/types.ts';
import type { Answered } from '../../core/questions/answers.ts';
import type { Question } from '../../core/questions/question.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import type { Text } from '../../core/content.ts';
import type { EventBody } from '../../core/events.ts';
import type { Form } from '../../core/form.ts';
import type { Duration } from '../../core/durations.ts';
import type { Said } from '../../core/thread-window.ts';
import type { Outcome, StepError, StepIdentity } from '../../core/results.ts';
import type { Deadline } from '../../core/run-input.ts';
import type { TemplateTexts } from '../../core/template.ts';
import type { Spending } from '../../core/usage.ts';
import type { StepThread } from '../agent/resources.ts';
import type { StepLists } from './lists-context.ts';

/** A transform written as a function: only inside a user's own workflow, never on the wire. */
export type Closure = (text: string) => string | Promise<string>;

/** A transformed text, and what it has cost when a step made it. */
export type Transformed = Outcome<Text> & { spent: Spending };

/** Reads a reply, or says in a sentence what is wrong with it, for the model to mend. */
export type ReplyReader<T> = (
  content: string,
) => { ok: true; value: T } | { ok: false; reason: string };

/** An agent's result, and what was read from its reply; `null` when it has none. */
export interface TypedReply<T> {
  result: AgentResult;
  value: T | null;
}

/** Where something stands below a step, and how long it may take at most. */
export interface StepOptions {
  /** Its element of the step path, which tells it from its siblings. */
  path: string;
  /** Default: the time of the step around it. */
  timeout?: Duration;
}

/**
 * What a pattern needs of the world around it. Nothing here rejects: a failure, a timeout and a
 * cancellation are values, so that a pattern can keep what is finished.
 */
export interface StepContext {
  /** Name, id and start of the step that is run, for its result. */
  readonly identity: StepIdentity;

  /** Its path in its run, `''` for the outermost step: for its warnings. */
  readonly path: string;

  /** By when it has to be done; plain JSON, so that a checkpoint can have it. `null`: nothing bounds it. */
  readonly deadline: Deadline | null;

  /** Why nothing can be started here any more, such as that its time is up; `null`: it can. */
  blocker(): StepError | null;
  /** The same, where nothing says yet what `{question}` in templates stands for: for this text. */
  asking(question: Text): StepContext;

  /** Fixes what this step sees of a thread; `reader` sums up what it does not see. */
  openThread(opening: { reader: AgentSpec; thread: string }): Promise<Outcome<StepThread>>;

  /**
   * The same, with the conversation of a thread as background of all that it runs. The state of its
   * checkpoints is `{thread, state}`.
   */
  hearing(thread: StepThread): StepContext;

  /** Appends what this step was asked and what it answered to a thread, once. */
  appendExchange(said: Said): Promise<Outcome<null>>;

  /** Tells whoever follows the run what has happened in this step. */
  tell(event: EventBody<Text>): void;

  /** Runs a step inside this one. `path` defaults to its name. */
  step(step: Step, input: Text, options?: Partial<StepOptions>): Promise<StepResult>;

  /**
   * Asks an agent for a reply that is read here; a bad one goes back to it with the reason. `memory`:
   * whether it may remember facts about the run's user, default not.
   */
  ask<T>(
    agent: AgentSpec,
    input: Text,
    options: StepOptions & { read: ReplyReader<T>; memory?: boolean },
  ): Promise<TypedReply<T>>;

  /** Has an agent answer as this step itself: whatever it says is the step's result. */
  answer(agent: AgentSpec, input: Text, resumed?: object): Promise<AgentResult>;

  /**
   * Puts a text through a template, in which `{question}` is what the outermost run was asked, a registered
   * function, a step or a closure. `texts`: what else has a place in the template, by name.
   */
  transform(
    transform: Transform | Closure,
    input: Text,
    options: StepOptions & { texts?: TemplateTexts },
  ): Promise<Transformed>;

  /**
   * A template with the input, what was asked at first and further texts by their names in their places;
   * its long pieces are stored under a path of this step.
   */
  render(template: string, texts: { input: Text } & TemplateTexts, path: string): Promise<Text>;

  /**
   * Asks a registered function for a value of a form. One that is of another form fails with
   * `Tool.Failed`.
   */
  call<T>(name: string, input: Text, options: StepOptions & { form: Form<T> }): Promise<Outcome<T>>;

  /** Asks a person, whose question is a template, and waits for the answer. */
  person(question: Question, input: Text): Promise<Outcome<Answered>>;

  /**
   * The same text, its long pieces stored under a path of this step and referred to from now on.
   *
   * @param over bytes from which on a piece is long. Default: 1 KB
   */
  offload(text: Text, path: string, over?: number): Promise<Text>;

  /** Tells texts apart and looks for a piece in one, without bringing a long one into the history. */
  examine(text: Text, piece?: string): Promise<Outcome<ExaminedText>>;

  /** Lists of items in the store. */
  readonly lists: StepLists;

  /** Milliseconds left here, or why nothing more may be started. */
  timeLeft(): Outcome<number>;

  /**
   * Runs `body` with a context in which everything has this time at most, and which `stop(reason)` ends.
   *
   * @param options.until where it goes on under the deadline of a scope before it: that one, instead
   */
  scope<T>(
    options: { timeout: Duration; until?: Deadline | null },
    body: (ctx: StepContext, stop: (reason: StepError) => void) => Promise<T>,
  ): Promise<T>;

  /**
   * A place where a long pattern can go on from `state`, which is plain JSON: the run may be
   * continued here as a new one, so that its history stays bounded.
   */
  checkpoint(state: object, options?: Checkpoint): Promise<void>;
}

/** How a checkpoint came to be. */
export interface Checkpoint {
  /** A name for the change that gave the pattern its checkpoints; runs from before it have none. */
  since?: string;
}

/**
 * A pattern: a pure function of its spec, its input and what it can have done.
 *
 * @param resumed the state of a checkpoint, where a run that was continued as new goes on
 */
export type Pattern<S, R extends StepResult = StepResult> = (
  spec: S,
  input: Text,
  ctx: StepContext,
  resumed?: object,
) => Promise<R>;
