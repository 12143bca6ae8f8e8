import type { LoopInput, LoopResult, LoopSpec, Until } from '../../core/kinds/loop/types.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';
import { specOf, type StepLike } from '../runs/step-like.ts';
import type { Agent } from './agent.ts';

export type {
  LoopEnding,
  LoopInput,
  LoopPass,
  LoopResult,
  LoopSpec,
  PassVerdict,
  Until,
} from '../../core/kinds/loop/types.ts';

/** A loop's settings, as in its spec; durations are `'30m'` or milliseconds. */
export interface LoopOptions extends Partial<Omit<LoopInput, 'kind' | 'step' | 'until'>> {
  /** What says that a pass is good enough: an agent, a registered function, or a text in it. */
  until: Until<Agent>;
}

/** A step again and again, each pass told what was found about the one before it, until one is good enough. */
export class Loop {
  readonly spec: LoopSpec;

  /** @throws `Input.Invalid` for no way to end, more than one, or a wrong field */
  constructor(step: StepLike, { until, ...options }: LoopOptions) {
    this.spec = parseStep(
      { ...options, kind: 'loop', step: specOf(step), until: withSpec(until) },
      'Loop',
    ) as LoopSpec;
  }

  /** @param options.context background that every agent sees, the judge too */
  async run(input: string, options?: ChatOptions): Promise<LoopResult<string>> {
    return await runStep(this.spec, input, options);
  }
}

/** What is wrong with it, the schema says. */
function withSpec(until: LoopOptions['until'] | undefined): unknown {
  if (typeof until !== 'object' || until === null || !('judge' in until)) return until;
  return { ...until, judge: specOf(until.judge) };
}
