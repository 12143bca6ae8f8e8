import { expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import type { ParallelResult } from '../../src/core/kinds/parallel/types.ts';
import type { PipelineResult } from '../../src/core/kinds/pipeline/types.ts';
import type { Step } from '../../src/core/kinds/step.ts';
import { namesIn, played, said, silent, stepMaker } from './kinds-script.ts';
import type { KindsWorld } from './kinds-world.ts';

/** What a step whose time is up keeps of each kind inside it. */
export function describeTimeouts(kinds: readonly Step['kind'][], open: () => KindsWorld): void {
  const make = () => stepMaker(open().provider);
  const limit = () => `${open().limitMs}ms`;

  it.each(kinds)('of a step around a step of kind %s keeps what there is', async (kind) => {
    const names = namesIn(kind);
    const say = played(names, silent(names.at(-1)));
    const steps = [make()[kind](names)];
    const started = Date.now();
    const { result, calls } = await open().run(
      { kind: 'pipeline', stepTimeout: limit(), steps },
      say,
    );
    expect(Date.now() - started).toBeLessThan(open().limitMs + 2_000);
    const [step] = (result as PipelineResult).steps;
    if (step === undefined) throw new Error('the step is lost');
    for (const name of names.slice(0, -1)) expect(said(step)).toContain(`from ${name}`);
    expect(JSON.stringify(result)).toContain(Failure.stepTimedOut);
    expect(result.usage.calls).toBe(calls.length - 1);
  });

  it('of a parallel keeps the siblings that finished and marks the late one', async () => {
    const spec = make().parallel(['A', 'B', 'C'], { timeout: limit() });
    const result = (await open().run(spec, silent('B'))).result as ParallelResult;
    expect(result.success).toBe(true);
    expect(result.allSuccess).toBe(false);
    expect(result.results.map(({ success }) => success)).toEqual([true, false, true]);
    expect(result.results[1]?.error).toMatchObject({ type: Failure.stepTimedOut, agentName: 'B' });
    expect(result.content).toMatch(/from A[^]*from C/);
  });

  it('of a step keeps the steps before it', async () => {
    const spec = make().pipeline(['A', 'B', 'C'], { stepTimeout: limit() });
    const result = (await open().run(spec, silent('B'))).result as PipelineResult;
    expect(result).toMatchObject({ success: false, error: { type: Failure.stepTimedOut } });
    expect(result.steps.map(({ content }) => content)).toEqual(['from A', null]);
    expect(result.totalCost).toBeCloseTo(open().price);
  });

  it('of an agent itself is the model that timed out', async () => {
    const { result } = await open().run(make().agent(['B'], { timeout: limit() }), silent('B'));
    expect(result.error).toMatchObject({ type: Failure.modelTimedOut, agentName: 'B' });
  });

  it('reaches into a nested pattern, which keeps what it has', async () => {
    const { parallel, agent } = make();
    const inner = parallel(['A', 'B'], { name: 'inner' });
    const steps = [inner, agent(['C'])];
    const { result } = await open().run(
      { kind: 'pipeline', steps, stepTimeout: limit() },
      silent('B'),
    );
    expect(result.success).toBe(true);
    const nested = (result as PipelineResult).steps[0] as unknown as ParallelResult;
    expect(nested.results[1]?.error?.type).toBe(Failure.stepTimedOut);
  });
}
