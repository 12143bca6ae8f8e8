import { fill } from '../../core/content.ts';
import { type ContextFormat, toContext } from '../../core/render.ts';
import type {
  AgentResult,
  Entry,
  ParallelResult,
  PipelineResult,
  StepResult,
} from '../../core/results.ts';
import { type DebateResults, withDebateAccessors } from '../patterns/debate-results.ts';
import type { StepLike } from '../patterns/step-like.ts';
import { type SupervisorResults, withSupervisorAccessors } from '../patterns/supervisor-results.ts';

type ParallelEntry = StepResult<string> & Entry;

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

const parallelAccessors = {
  get successful(): ParallelEntry[] {
    return resultsOf(this).filter((entry) => entry.success);
  },
  get failed(): ParallelEntry[] {
    return resultsOf(this).filter((entry) => !entry.success);
  },
  get contents(): Record<string, string> {
    return Object.fromEntries(
      answersOf(this).map(({ agentName, content }) => [agentName, content]),
    );
  },
  byAgent(name: string): ParallelEntry | undefined {
    return resultsOf(this).find((entry) => entry.agentName === name);
  },
  toContext({ format = 'xml' }: { format?: ContextFormat } = {}): string {
    return fill(toContext(answersOf(this), format), () => '');
  },
};

/** The accessors' `this` is the result that has them as its prototype. */
function resultsOf(self: object): ParallelEntry[] {
  return (self as ParallelResult<string>).results;
}

function answersOf(self: object): { agentName: string; content: string }[] {
  return resultsOf(self).flatMap(({ agentName, success, content }) =>
    success && content !== null ? [{ agentName, content }] : [],
  );
}

/** A result as a client gets it. */
export type RunResult =
  | AgentResult<string>
  | ParallelResults
  | PipelineResult<string>
  | SupervisorResults
  | DebateResults;

/** The result of a step, by its kind. */
export type RunResultOf<S extends StepLike> = S extends { kind: infer K }
  ? Extract<RunResult, { kind: K }>
  : S extends { spec: { kind: infer K } }
    ? Extract<RunResult, { kind: K }>
    : RunResult;

/** The result with the accessors of its kind, at any depth. */
export function withAccessors(result: StepResult<string>): RunResult {
  switch (result.kind) {
    case 'agent':
      return result;
    case 'parallel': {
      const results = result.results.map((entry) => withAccessors(entry) as ParallelEntry);
      return Object.assign(Object.create(parallelAccessors) as ParallelResults, result, {
        results,
      });
    }
    case 'supervisor':
      return withSupervisorAccessors(result);
    case 'debate':
      return withDebateAccessors(result);
    case 'pipeline': {
      const steps = result.steps.map((entry) => withAccessors(entry) as typeof entry);
      return { ...result, steps };
    }
  }
}
