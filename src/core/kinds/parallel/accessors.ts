import { fill } from '../../content.ts';
import { type ContextFormat, toContext } from '../../render.ts';
import type { ParallelResult, ParallelResults } from './types.ts';

type ParallelEntry = ParallelResults['results'][number];

const accessors = {
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

export function withAccessors(result: ParallelResult<string>): ParallelResults {
  return Object.assign(Object.create(accessors) as ParallelResults, result);
}
