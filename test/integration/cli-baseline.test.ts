import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/core/kinds/pipeline/types.ts';
import type { StepResult } from '../../src/core/kinds/step.ts';
import { documentOf } from '../support/command-line.ts';
import { openRelay, type Relay } from '../support/relay.ts';

let relay: Relay;

beforeAll(async () => {
  relay = await openRelay();
  await relay.place.keepServer();
});
afterAll(() => relay.close());

describe('run --baseline', () => {
  const env = { OPENAI_API_KEY: '', OPENAI_BASE_URL: '', DURABLE_AGENTS_SIMULATED_LATENCY: '0' };
  const council = ['run', 'council', '--roles', 'Economist, Lawyer', '--input', 'Is it?'];

  it('has what one agent alone says beside the answer, and counts it once, as the list does', async () => {
    const ended = await relay.place.call([...council, '--baseline', '--id', 'both', '--json'], {
      env,
    });
    const { baseline, ...result } = documentOf(ended) as unknown as StepResult<string>;
    expect(result).toMatchObject({ kind: 'pipeline', success: true, usage: { calls: 5 } });
    expect(baseline).toMatchObject({ kind: 'agent', id: 'both/baseline', success: true });
    expect(baseline?.usage.calls).toBe(1);
    const team = (result as PipelineResult<string>).steps.map(({ cost }) => cost ?? 0);
    const sum = team.reduce((before, cost) => before + cost, baseline?.totalCost ?? 0);
    expect(baseline?.totalCost).toBeGreaterThan(0);
    expect(result.totalCost).toBeCloseTo(sum, 10);
    const listed = await relay.place.call(['list', '--json'], { env });
    const { runs } = documentOf(listed) as unknown as { runs: { id: string; cost: number }[] };
    expect(runs.find(({ id }) => id === 'both')?.cost).toBeCloseTo(sum, 6);
  });

  it('prints it below the answer', async () => {
    const { stdout, stderr } = await relay.place.call([...council, '--baseline'], { env });
    expect(stderr).toContain('Baseline · one agent alone: started');
    expect(stdout).toMatch(/\nBaseline · one agent alone:\n.*\[simulated\]/);
  });
});
