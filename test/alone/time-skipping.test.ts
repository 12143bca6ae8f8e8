import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import {
  type ScriptedReply,
  startTestEnvironment,
  type TestEnvironment,
} from '../../src/testing/index.ts';

const agent = (name: string, more: object = {}) => ({ kind: 'agent' as const, name, ...more });
const never = { provider: 'nobody', timeout: '1d' };

describe('with time skipping', () => {
  let world: TestEnvironment;
  let script: (name: string) => ScriptedReply = (name) => `from ${name}`;

  beforeAll(async () => {
    world = await startTestEnvironment({
      script: ({ system }) => script(/You are ([^.:]+)/.exec(system)?.[1] ?? ''),
      silent: ['nobody'],
    });
    await world.client.run(agent('First'), 'go'); // what is loaded with the first run is not measured
  });
  afterAll(async () => {
    await world.close();
  });

  it('a step timeout of two hours is over in under a second, and keeps the steps before it', async () => {
    const started = Date.now();
    const result = await world.client.run(
      { kind: 'pipeline', stepTimeout: '2h', steps: [agent('A'), agent('B', never), agent('C')] },
      'go',
    );
    expect(Date.now() - started).toBeLessThan(1_000);
    expect(result).toMatchObject({
      success: false,
      error: { type: Failure.stepTimedOut, agentName: 'B' },
      steps: [{ content: 'from A' }, { content: null, success: false }],
    });
    expect(result.totalDurationMs).toBeGreaterThan(7_199_000);
    expect(result.usage.calls).toBe(1);
  });

  it("a parallel's timeout of an hour keeps the agents that answered", async () => {
    const result = await world.client.run(
      { kind: 'parallel', timeout: '1h', agents: [agent('A'), agent('B', never), agent('C')] },
      'go',
    );
    expect(result).toMatchObject({ success: true, allSuccess: false });
    expect(result.contents).toEqual({ A: 'from A', C: 'from C' });
    expect(result.byAgent('B')?.error?.type).toBe(Failure.stepTimedOut);
  });

  it("an agent's own timeout is the model's", async () => {
    const result = await world.client.run(agent('B', { ...never, timeout: '3h' }), 'go');
    expect(result).toMatchObject({ success: false, error: { type: Failure.modelTimedOut } });
  });

  it("a step's timeout reaches into a nested pattern, which keeps what it has", async () => {
    const inner = {
      kind: 'parallel' as const,
      agents: [agent('A'), agent('B', never)],
      timeout: '1d',
    };
    const result = await world.client.run(
      { kind: 'pipeline', stepTimeout: '2h', steps: [inner, agent('C')] },
      'go',
    );
    expect(result.success).toBe(true);
    expect(result.steps[0]).toMatchObject({
      kind: 'parallel',
      results: [{ content: 'from A' }, { error: { type: Failure.stepTimedOut } }],
    });
  });

  it('waits out a rate limit of 50 s that the provider asks for', async () => {
    let asked = 0;
    script = () =>
      asked++ === 0
        ? { status: 429, headers: { 'retry-after': '50' }, error: 'slow down' }
        : 'at last';
    const started = Date.now();
    const result = await world.client.run(agent('A'), 'go');
    script = (name) => `from ${name}`;
    expect(Date.now() - started).toBeLessThan(2_000);
    expect(result).toMatchObject({ success: true, content: 'at last', usage: { calls: 1 } });
    expect(result.totalDurationMs).toBeGreaterThanOrEqual(50_000);
  });
});
