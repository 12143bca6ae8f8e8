import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { ResultBase, StepError } from '../../results.ts';
import type { AgentInput, AgentSpec } from '../agent/types.ts';
import type { Step, StepInput } from '../step.ts';

/** What says that a pass is good enough: an agent's verdict, a registered function, or a text in it. */
export type Until<A = AgentSpec> =
  | { judge: A }
  /** Name of a function registered on the worker. */
  | { function: string }
  /** In the same case. */
  | { contains: string };

/** A step again and again, until something says stop. */
export interface LoopSpec {
  kind: 'loop';
  name: string;
  /** Any step; a pass is one run of it. */
  step: Step;
  until: Until;
  /** Passes at most. */
  maxIterations: number;
  /**
   * What a pass after the first one works on: a template, with `{input}` for the loop's own input,
   * `{content}` for what the pass before it made, and `{feedback}` for what was found about that.
   */
  feedback: string;
  /** Which pass the content is of; `best`: one that passed, else the one with the highest score. */
  keep: 'last' | 'best';
  /** Whether the run fails where nothing said that a pass is good enough. */
  requireSatisfied: boolean;
  /** For all passes together. */
  timeout: Duration;
}

/** A loop as it is written: all but its step and what ends it may be left out. */
export type LoopInput = Pick<LoopSpec, 'kind'> &
  Partial<Omit<LoopSpec, 'kind' | 'step' | 'until'>> & {
    step: StepInput;
    until: Until<AgentInput>;
  };

/** What was found about a pass. */
export interface PassVerdict<C = Text> {
  passed: boolean;
  /** 0 to 1; `null`: none was given. */
  score: number | null;
  /** `null`: none was given. */
  feedback: C | null;
}

/** One pass of a loop. */
export interface LoopPass<C = Text> {
  /** `null`: the step failed. */
  content: C | null;
  /** `null`: nobody judged it, because the step or the judge failed, or the time was up. */
  judged: PassVerdict<C> | null;
  /** What is to be improved, as the next pass is told; `null` where the pass is good enough, or failed. */
  feedback: C | null;
  /** US dollars, the judge's part included; `null`: not known. */
  cost: number | null;
  /** Why there is no content; `null`: there is. */
  error: StepError | null;
}

/**
 * Why a loop has ended. `repeating`: a pass made the same text as one before it. `failed`: a pass failed, or
 * two in a row could not be judged.
 */
export type LoopEnding =
  | 'satisfied'
  | 'maxIterations'
  | 'repeating'
  | 'timedOut'
  | 'failed'
  | 'cancelled';

/** The passes of a loop; the content is that of the one that was kept. */
export interface LoopResult<C = Text> extends ResultBase<C> {
  kind: 'loop';
  /** In order. */
  iterations: LoopPass<C>[];
  /** Number of the pass whose content was kept, from 1; `null`: none has any. */
  kept: number | null;
  endedBecause: LoopEnding;
}

declare module '../step.ts' {
  interface KindTypes<C> {
    loop: {
      spec: LoopSpec;
      input: LoopInput;
      result: LoopResult<C>;
      presented: LoopResult<string>;
    };
  }
}

declare module '../../events.ts' {
  interface KindEvents<T> {
    /** A pass of a loop was judged; `pass` from 1. */
    'pass.judged': { pass: number } & PassVerdict<T>;
  }
}
