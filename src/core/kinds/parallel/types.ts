import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { Entry, ResultBase } from '../../results.ts';
import type { Step, StepInput, StepResult } from '../step.ts';
import type { ContextFormat } from '../../render.ts';
import type { EveryKind } from '../every-kind.ts';

/** Several steps on one input at once; or each on its own, through `inputs`. */
export interface ParallelSpec extends EveryKind {
  kind: 'parallel';
  name: string;
  agents: Step[];
  /** A text for an agent by name, instead of the run's input. */
  inputs: Record<string, string>;
  /** For all of them together. */
  timeout: Duration;
  /** The first failure cancels the others. */
  failFast: boolean;
  /** How many run at once. */
  concurrency: number;
  /** How many have to succeed. */
  quorum: number;
}

/** A parallel as it is written: all but its agents may be left out. */
export type ParallelInput = Pick<ParallelSpec, 'kind'> &
  Partial<Omit<ParallelSpec, 'kind' | 'agents' | 'inputs'>> & {
    agents: readonly StepInput[];
    inputs?: Readonly<Record<string, string>>;
  };

/** What each agent of a parallel answered; the content is all answers in one text. */
export interface ParallelResult<C = Text> extends ResultBase<C> {
  kind: 'parallel';
  /** In the order given. */
  results: (StepResult<C> & Entry)[];
  allSuccess: boolean;
}

/** An agent's result inside a parallel's. */
export type ParallelEntry = StepResult<string> & Entry;

/** The result of a parallel, with the accessors over its agents. Serialises to the plain result. */
export interface ParallelResults extends ParallelResult<string> {
  /** The agents that succeeded, in the order given. */
  readonly successful: ParallelEntry[];
  /** The agents that did not. */
  readonly failed: ParallelEntry[];
  /** Contents of the successful agents, by name. */
  readonly contents: Record<string, string>;
  byAgent(name: string): ParallelEntry | undefined;
  /** The successful answers as one text for another agent; `xml` and `json` are escaped. */
  toContext(options?: { format?: ContextFormat }): string;
}

declare module '../step.ts' {
  interface KindTypes<C> {
    parallel: {
      spec: ParallelSpec;
      input: ParallelInput;
      result: ParallelResult<C>;
      presented: ParallelResults;
    };
  }
}
