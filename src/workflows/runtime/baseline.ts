import {
  baselineAgent,
  baselineElement,
  baselineTimeout,
  withBaseline,
} from '../../core/baseline.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import type { BaselineResult } from '../../core/results.ts';
import type { RunInput } from '../../core/run-input.ts';
import type { StepContext } from './step-context.ts';

/** What one agent alone answers beside the work of a run, where that was asked for. */
export class Baseline {
  #result: Promise<BaselineResult> | null = null;

  /** How it ends; `null`: nobody was asked. */
  get result(): Promise<BaselineResult> | null {
    return this.#result;
  }

  /** Does the run's own work, and asks the agent meanwhile, but not a second time. */
  async beside<R extends StepResult>(
    { spec, input, baseline = false, parent, resume }: RunInput,
    ctx: StepContext,
    work: () => Promise<R>,
  ): Promise<R> {
    if (!baseline || parent !== undefined) return await work();
    const earlier = resume?.baseline;
    const asked = earlier === undefined ? askAlone(spec, input, ctx) : Promise.resolve(earlier);
    this.#result = asked;
    const result = await work();
    return withBaseline(result, await asked);
  }
}

/** Whatever it says is its answer. */
const read = (content: string) => ({ ok: true as const, value: content });

async function askAlone(
  spec: RunInput['spec'],
  input: RunInput['input'],
  ctx: StepContext,
): Promise<BaselineResult> {
  const { result } = await ctx.scope({ timeout: baselineTimeout }, (inside) =>
    inside.ask(baselineAgent(spec), input, { path: baselineElement, read }),
  );
  return result;
}
