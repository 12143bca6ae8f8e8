import { describe, expect, it } from 'vitest';
import { partialResult } from '../../src/client/progress/partial-result.ts';
import { parallelResult } from '../../src/core/kinds/parallel/result.ts';
import type { StepError } from '../../src/core/results.ts';
import type { PipelineResult } from '../../src/core/kinds/pipeline/types.ts';
import type { ParallelSpec } from '../../src/core/kinds/parallel/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { after, answered, byId, called, closed, start, started } from '../support/run-events.ts';

const error: StepError = {
  type: 'Run.Cancelled',
  message: 'the run was cancelled',
  retryable: false,
};
const agent = (name: string) => ({ kind: 'agent', name }) as const;
const pair: StepInput = { kind: 'parallel', name: 'Pair', agents: [agent('A'), agent('B')] };
const whole: StepInput = {
  kind: 'pipeline',
  name: 'Whole',
  steps: [agent('First'), { step: pair, transform: agent('Between') }, agent('Last')],
};
const cancelled = { status: 'cancelled' } as const;

describe('the result of a run that was cancelled', () => {
  it('keeps the finished steps of a pipeline, fails the one it was at, and leaves out the rest', () => {
    const root = after(
      'run',
      started(whole),
      ...[called('5', '1-First', 10), answered('5', 210)],
      ...[called('7', '2-Pair-transform', 220), answered('7', 320)],
      { type: 'childStarted', at: start + 330, id: 'run/2-Pair', runId: 'r' },
      closed(900, cancelled),
    );
    const child = after(
      'run/2-Pair',
      started(pair, 330, 'between'),
      ...[called('5', 'A', 340), answered('5', 540), called('6', 'B', 340)],
      closed(890, cancelled),
    );
    const result = partialResult('run', byId(root, child), error) as PipelineResult;
    expect(result).toMatchObject({ kind: 'pipeline', success: false, content: null, error });
    expect(
      result.steps.map(({ name, success, totalDurationMs, input }) => [
        name,
        success,
        totalDurationMs,
        input,
      ]),
    ).toEqual([
      ['First', true, 200, 'the question'],
      ['Pair', false, 560, 'between'],
    ]);
    expect(result.steps[0]).toMatchObject({ content: 'reply 5', cost: 0.5, id: 'run/1-First' });
    expect(result.steps[1]).toMatchObject({ cost: 1, usage: { calls: 2 } });
  });

  it('shows in a parallel who was done, who was cut off and who never began', () => {
    const agents = [agent('A'), agent('B'), agent('C')];
    const root = after(
      'run',
      started({ kind: 'parallel', name: 'Three', agents }),
      ...[called('5', 'A', 0), answered('5', 300), called('6', 'B', 0)],
      closed(1_000, cancelled),
    );
    const result = partialResult('run', byId(root), error);
    expect('results' in result && result.results).toMatchObject([
      { agentName: 'A', success: true, content: 'reply 5', durationMs: 300, cost: 0.5 },
      { agentName: 'B', success: false, content: null, durationMs: 1_000, cost: 0 },
      {
        agentName: 'C',
        success: false,
        content: null,
        durationMs: 0,
        error: { type: 'Run.Cancelled' },
      },
    ]);
    expect(result).toMatchObject({ totalCost: 0.5, totalDurationMs: 1_000 });
  });

  it('counts what an agent has spent on the summary of its thread', () => {
    const root = after(
      'run',
      started({ kind: 'parallel', name: 'One', agents: [agent('A')] }),
      ...[called('5', 'A/thread-summary', 0), answered('5', 300), called('6', 'A', 300)],
      closed(1_000, cancelled),
    );
    const result = partialResult('run', byId(root), error);
    expect(result).toMatchObject({
      totalCost: 0.5,
      usage: { calls: 1 },
      results: [{ cost: 0.5, totalCost: 0.5, turns: 0 }],
    });
  });

  it('takes the result that a child run has left, whole', () => {
    const own = parallelResult(
      parseStep(pair) as ParallelSpec,
      { name: 'Pair', id: 'run/1-Pair', startedAt: start },
      [],
    );
    const spec: StepInput = { kind: 'pipeline', name: 'P', steps: [pair, agent('Last')] };
    const root = after('run', started(spec), closed(900, cancelled));
    const child = after(
      'run/1-Pair',
      started(pair, 10),
      closed(800, { status: 'failed', result: own }),
    );
    const result = partialResult('run', byId(root, child), error) as PipelineResult;
    expect(result.steps).toMatchObject([{ ...own, input: 'the question' }]);
  });

  it('exists even for a run whose spec was refused', () => {
    const refused = { kind: 'parallel', agents: 'none' } as unknown as ParallelSpec;
    const run = after(
      'run',
      {
        type: 'started',
        at: start,
        kind: 'parallel',
        input: { spec: refused, input: 'x' },
        spec: null,
      },
      closed(5, { status: 'failed' }),
    );
    const invalid: StepError = { type: 'Input.Invalid', message: 'bad', retryable: false };
    expect(partialResult('run', byId(run), invalid)).toMatchObject({
      kind: 'parallel',
      success: false,
      error: invalid,
      results: [],
    });
  });
});
