import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followProgress, readProgress, type RunProgress } from '../../src/client/progress/index.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { type LiveWorld, openWorld, until } from '../support/live-world.ts';

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld({ transforms: { shout: (text) => text.toUpperCase() } });
});
beforeEach(() => world.cast());
afterAll(() => world.close());

const agent = (name: string) => ({ kind: 'agent', name, provider: 'responses' }) as const;
const nested: StepInput = {
  kind: 'pipeline',
  name: 'Nested',
  steps: [
    { kind: 'parallel', name: 'Both', agents: [agent('A'), agent('B')] },
    { step: agent('C'), transform: 'shout' },
  ],
};

async function follow(id: string): Promise<RunProgress[]> {
  const all: RunProgress[] = [];
  for await (const each of followProgress(world.temporal, id, new AbortController().signal)) {
    all.push(each);
  }
  return all;
}

describe('following a run', () => {
  it('shows each step waiting, running and done, children and functions included, up to the end', async () => {
    world.cast({ C: { text: 'from C', delayMs: 300 } });
    const handle = await world.client.start(nested, 'go');
    const all = await follow(handle.id);
    const result = await handle.result();
    const seen = (path: string) => [
      ...new Set(all.map(({ steps }) => steps.find((step) => step.path === path)?.state)),
    ];
    expect(seen('2-C')).toEqual(['waiting', 'running', 'done']);
    expect(all.at(-1)).toMatchObject({
      status: 'completed',
      content: 'from C',
      totalCost: result.totalCost,
      usage: result.usage,
      steps: [
        { path: '1-Both/A', state: 'done', content: 'from A', cost: 1 },
        { path: '1-Both/B', state: 'done', content: 'from B', cost: 1 },
        { path: '2-C-transform', kind: 'function', agentName: 'shout', state: 'done' },
        { path: '2-C', state: 'done', content: 'from C', cost: 1 },
      ],
    });
  });

  it('tells of a call that is tried again, and why', async () => {
    const limited = { status: 429, error: 'slow down', headers: { 'retry-after': '3' } };
    world.cast({ A: [limited, 'from A'] });
    const handle = await world.client.start(agent('A'), 'go');
    const all = await follow(handle.id);
    const again = all.flatMap(({ steps }) => steps).find(({ attempt }) => attempt !== undefined);
    expect(again).toMatchObject({ state: 'running', attempt: 2 });
    expect(again?.lastFailure).toMatch(/429|slow down/);
    expect(all.at(-1)?.steps[0]).not.toHaveProperty('attempt');
    expect(all.at(-1)).toMatchObject({ status: 'completed', totalCost: 1 });
  });

  it('ends when whoever follows goes away', async () => {
    world.cast({ A: { hang: true } });
    const handle = await world.client.start(agent('A'), 'go');
    const leaving = new AbortController();
    let last: RunProgress | undefined;
    for await (const each of followProgress(world.temporal, handle.id, leaving.signal)) {
      last = each;
      if (each.steps[0]?.state === 'running') leaving.abort();
    }
    expect(last?.status).toBe('running');
    await handle.cancel();
    await handle.result();
  });

  it('refuses an id that no run has', async () => {
    await expect(follow('nobody')).rejects.toThrow(/no run 'nobody'/);
    await expect(readProgress(world.temporal, 'nobody')).rejects.toThrow(/no run 'nobody'/);
  });
});

describe('a run that was terminated', () => {
  it('has a result with what it had spent and what was finished', async () => {
    world.cast({ B: { hang: true } });
    const handle = await world.client.start(nested, 'go');
    await until(() => world.model.requests.length === 2, 'A and B');
    await until(() => world.askedBy('A')[0]?.endedBy === 'reply', 'the reply of A');
    await untilDone(handle.id, '1-Both/A');
    await world.temporal.workflow.getHandle(handle.id).terminate('enough');
    const result = await handle.result();
    expect(result).toMatchObject({
      kind: 'pipeline',
      success: false,
      content: null,
      error: { type: 'Run.Cancelled', message: 'the run was terminated: enough' },
      totalCost: 1,
      usage: { calls: 1, inputTokens: 10 },
      unpriced: [],
      simulated: false,
    });
    expect(result.totalDurationMs).toBeGreaterThan(0);
    const [both, ...more] = 'steps' in result ? result.steps : [];
    expect(more).toEqual([]);
    expect(both).toMatchObject({
      name: 'Both',
      input: 'go',
      results: [
        { agentName: 'A', success: true, content: 'from A', cost: 1 },
        { agentName: 'B', success: false, error: { type: 'Run.Cancelled' } },
      ],
    });
  });
});

async function untilDone(id: string, path: string): Promise<void> {
  for (;;) {
    const { steps } = await readProgress(world.temporal, id);
    if (steps.find((step) => step.path === path)?.state === 'done') return;
  }
}
