import type { StepInput, StepResult } from '../../src/core/kinds/step.ts';

/** A model call as the model sees it, in whatever world. */
export interface SeenCall {
  agentName: string;
  /** All that was said to it in this step. */
  prompt: string;
  /** Title of the form that the reply has to have; `null`: free text. */
  form: string | null;
  /** The same for two calls only if one was made twice. */
  identity: string;
}

/** What a model says, or does instead. */
export type Said =
  | { text: string; delayMs?: number }
  /** The provider refuses the call with these words. */
  | { refusal: string }
  /** `empty`: a reply that can not be used. `silence`: it never answers. */
  | 'empty'
  | 'silence';

/** Chooses what is said; `before`: how often this agent has been asked in the run. */
export type SaidBy = (call: SeenCall, before: number) => Said;

/** One run in a world: its result, and the calls it made, in order. */
export interface SeenRun {
  result: StepResult;
  calls: SeenCall[];
}

/** Where the shared suite runs its steps. */
export interface KindsWorld {
  /** Name of the provider of its agents. Its calls take ten tokens in and five out. */
  provider: string;
  /** US dollars a call; a call to the model `unpriced` has no price. */
  price: number;
  /** Milliseconds in which some agents answer for sure: what a step is given that runs out of time. */
  limitMs: number;
  /** Milliseconds by which one reply comes safely after another. */
  delayMs: number;
  /** Runs a step. `cancel`: cancels the run. */
  run(spec: StepInput, say: SaidBy, cancel?: AbortSignal): Promise<SeenRun>;
}

/** The model that nobody knows a price of. */
export const unpriced = 'new-1';

/** Why the empty reply can not be used, as the model is told. */
export const emptyReason = 'the reply has no text';
