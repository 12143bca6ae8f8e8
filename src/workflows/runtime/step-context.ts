import type { Text } from '../../core/content.ts';
import type { ModelReply } from '../../core/model-call.ts';
import type { Made } from '../../core/make-results.ts';
import type { AgentResult, Outcome, StepError, StepResult } from '../../core/results.ts';
import type { AgentSpec } from '../../core/kinds/agent/schema.ts';
import type { Step } from '../../core/kinds/step-schema.ts';
import type { Transform } from '../../core/kinds/pipeline/transform.ts';
import type { ToolOutcome } from '../../core/tools.ts';
import type { Spending } from '../../core/usage.ts';
import type { Turn } from '../agent/ask-model.ts';
import type { Equipment } from '../agent/prepare.ts';
import type { AskedTool } from '../agent/run-tool.ts';

/** A transform written as a function: only inside a user's own workflow, never on the wire. */
export type Closure = (text: string) => string | Promise<string>;

/** A transformed text, and what it has cost when a step made it. */
export type Transformed = Outcome<Text> & { spent: Spending };

/** Reads a reply, or says in a sentence what is wrong with it, for the model to mend. */
export type Reader<T> = (content: string) => { ok: true; value: T } | { ok: false; reason: string };

/** An agent's result, and what was read from its reply; `null` when it has none. */
export interface Asked<T> {
  result: AgentResult;
  value: T | null;
}

/**
 * What a pattern needs of the world around it. Nothing here rejects: a failure, a timeout and a
 * cancellation are values, so that a pattern can keep what is finished.
 */
export interface Call {
  /** Name, id and start of the step that makes the calls, for its result. */
  readonly made: Made;

  /** Runs a step inside this one; `path` tells it from its siblings and defaults to its name. */
  step(step: Step, input: Text, path?: string): Promise<StepResult>;

  /** Runs an agent inside this step whose reply is read here; a bad one goes back to it with the reason. */
  ask<T>(agent: AgentSpec, input: Text, path: string, read: Reader<T>): Promise<Asked<T>>;

  /** Puts a text through a template, a registered function, a step or a closure. */
  transform(transform: Transform | Closure, input: Text, path: string): Promise<Transformed>;

  /** The content of a text, also of what is stored. */
  read(text: Text): Promise<string>;

  /** The same text, its long pieces stored under a path of this step and referred to from now on. */
  keep(text: Text, path: string): Promise<Text>;

  /** The same world, in which everything started has at most this long. */
  within(timeoutMs: number): Call;

  /** Milliseconds that are left here. */
  left(): number;

  /** Runs `body` so that `stop(reason)` ends every step it has started or will start. */
  stoppable<T>(body: (call: Call, stop: (reason: StepError) => void) => Promise<T>): Promise<T>;

  /**
   * A place where a long pattern can go on from `state`, which is plain JSON: the run may be
   * continued here as a new one, so that its history stays bounded.
   */
  checkpoint(state: object): Promise<void>;

  /** Gets what an agent needs for an answer; `memory`: it may remember facts about the run's user. */
  equip(spec: AgentSpec, memory: boolean): Promise<Outcome<Equipment>>;

  /** Asks an agent's model for a turn. */
  model(spec: AgentSpec, equipment: Equipment, turn: Turn): Promise<Outcome<ModelReply>>;

  /** Carries out a tool call of a turn; what the tool does wrong is an outcome as well. */
  tool(equipment: Equipment, asked: AskedTool): Promise<Outcome<ToolOutcome>>;
}
