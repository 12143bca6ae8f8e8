import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/client/index.ts';
import { type LiveWorld, openWorld, until } from '../support/live-world.ts';
import { childrenIn, exportHistory, ofType, readRun } from '../support/run-history.ts';

const agent = (name: string, provider = 'responses') => ({
  kind: 'agent' as const,
  name,
  provider,
});

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld({
    transforms: {
      linger: (_, { signal }) =>
        new Promise((_, reject) => {
          lingersSince = Date.now();
          signal.addEventListener('abort', () => {
            lingeredUntil = Date.now();
            reject(signal.reason as Error);
          });
        }),
    },
  });
});
afterAll(() => world.close());
beforeEach(() => world.cast());

let lingersSince = 0;
let lingeredUntil = 0;

/** Milliseconds after a moment when the client closed each agent's request; infinite: it did not. */
function closedAfter(moment: number, names: string[]): number[] {
  return names.map((name) => {
    const [request] = world.askedBy(name);
    return request?.endedBy === 'client' ? (request.endedAt ?? Infinity) - moment : Infinity;
  });
}

/** Waits until Temporal knows of so many replies in a run. */
async function untilAnswered(id: string, replies: number): Promise<void> {
  const answered = async () =>
    ofType(await readRun(world.temporal, id), 'ACTIVITY_TASK_COMPLETED').length;
  for (let left = 200; (await answered()) < replies; left -= 1) {
    if (left === 0) throw new Error(`waited in vain for ${replies} replies in '${id}'`);
    await sleep(25);
  }
}

const statusOf = async (id: string) =>
  (await world.temporal.workflow.getHandle(id).describe()).status.name;

describe('failFast', () => {
  it('closes the requests of the siblings within a second of the first failure', async () => {
    const waiting = ['B', 'C', 'D'];
    world.cast({
      A: async () => {
        await world.untilAsked(4);
        return { status: 401 };
      },
      ...Object.fromEntries(waiting.map((name) => [name, { hang: true } as const])),
    });
    const agents = [agent('A'), agent('B', 'chat'), agent('C', 'messages'), agent('D')];
    const result = await world.client.run({ kind: 'parallel', failFast: true, agents }, 'Go');
    const failedAt = world.askedBy('A')[0]?.endedAt ?? 0;
    expect(Math.max(...closedAfter(failedAt, waiting))).toBeLessThan(1_000);
    expect(result.error?.type).toBe(Failure.tooFewSucceeded);
    expect(result.results.map(({ error }) => error?.type)).toEqual([
      Failure.modelRejected,
      Failure.runCancelled,
      Failure.runCancelled,
      Failure.runCancelled,
    ]);
    expect(world.model.requests).toHaveLength(4);
  });

  it('closes the requests of a nested pattern too, which keeps what it had', async () => {
    world.cast({
      A: async () => {
        await world.untilAsked(3);
        return { status: 401 };
      },
      Second: { hang: true },
    });
    const inner = {
      kind: 'pipeline' as const,
      name: 'Inner',
      steps: [agent('First'), agent('Second')],
    };
    const spec = { kind: 'parallel' as const, failFast: true, agents: [agent('A'), inner] };
    const result = await world.client.run(spec, 'Go');
    const failedAt = world.askedBy('A')[0]?.endedAt ?? 0;
    expect(Math.max(...closedAfter(failedAt, ['Second']))).toBeLessThan(1_000);
    expect(result.byAgent('Inner')).toMatchObject({
      success: false,
      error: { type: Failure.runCancelled },
      steps: [{ content: 'from First' }, { error: { type: Failure.runCancelled } }],
    });
    expect(result.totalCost).toBe(1);
  });
});

describe('cancelling a run', () => {
  const team = {
    kind: 'parallel' as const,
    name: 'Team',
    agents: [agent('Quick'), agent('B'), agent('C', 'messages')],
  };
  const spec = {
    kind: 'pipeline' as const,
    steps: [agent('First'), team, agent('Last')],
  };

  it('closes the requests of nested agents within a second', async () => {
    const long = 'first '.repeat(700);
    world.cast({ First: long, B: { hang: true }, C: { hang: true } });
    const handle = await world.client.start(spec, 'Go');
    await world.untilAsked(4);
    await untilAnswered(handle.id, 2);
    const cancelledAt = Date.now();
    await handle.cancel();
    const result = await handle.result();
    expect(Math.max(...closedAfter(cancelledAt, ['B', 'C']))).toBeLessThan(1_000);
    expect(Date.now() - cancelledAt).toBeLessThan(3_000);
    expect(await statusOf(handle.id)).toBe('CANCELLED');
    expect(result).toMatchObject({
      success: false,
      content: null,
      error: { type: Failure.runCancelled, retryable: false },
      totalCost: 2,
      usage: { calls: 2 },
    });
    expect(result.steps[0]).toMatchObject({ success: true, content: long });
    expect(result.steps[1]).toMatchObject({
      input: long,
      success: false,
      error: { type: Failure.runCancelled },
      results: [
        { success: true, content: 'from Quick' },
        { error: { type: Failure.runCancelled } },
        { error: { type: Failure.runCancelled } },
      ],
    });
    expect(result.steps).toHaveLength(2);
  });

  it('ends it as cancelled though its quorum was reached already', async () => {
    world.cast({ B: { hang: true }, C: { hang: true } });
    const handle = await world.client.start(team, 'Go');
    await world.untilAsked(3);
    await untilAnswered(handle.id, 1);
    await handle.cancel();
    const result = await handle.result();
    expect(await statusOf(handle.id)).toBe('CANCELLED');
    expect(result).toMatchObject({ success: false, content: null, totalCost: 1 });
    expect(result.error?.type).toBe(Failure.runCancelled);
    expect(result.contents).toEqual({ Quick: 'from Quick' });
  });

  it('leaves no child running, and asks nobody any more', async () => {
    world.cast({ B: { hang: true }, C: { hang: true } });
    // An agent with a thread makes its team a run of its own.
    const quick = { ...agent('Quick'), thread: 'cancelled' };
    const apart = { ...team, agents: [quick, ...team.agents.slice(1)] };
    const steps = [agent('First'), apart, agent('Last')];
    const handle = await world.client.start({ kind: 'pipeline', steps }, 'Go');
    await world.untilAsked(4);
    await handle.cancel();
    await handle.result();
    const { events } = await exportHistory(world.temporal, handle.id);
    const children = await Promise.all(childrenIn(events).map(statusOf));
    expect(children).toEqual(['FAILED']);
    expect(world.model.requests).toHaveLength(4);
    expect(world.askedBy('Last')).toHaveLength(0);
  });

  it('aborts a function that is running as a transform', async () => {
    const steps = [{ step: agent('A'), transform: 'linger' }];
    const handle = await world.client.start({ kind: 'pipeline', steps }, 'Go');
    await until(() => lingersSince > 0, 'the function to start');
    const cancelledAt = Date.now();
    await handle.cancel();
    const result = await handle.result();
    expect(result.error?.type).toBe(Failure.runCancelled);
    expect(lingeredUntil - cancelledAt).toBeGreaterThanOrEqual(0);
    expect(lingeredUntil - cancelledAt).toBeLessThan(1_000);
    expect(world.model.requests).toHaveLength(0);
  });

  it('during the pause before a retry ends it at once', async () => {
    world.cast({ A: { status: 429, headers: { 'retry-after': '30' } } });
    const handle = await world.client.start(agent('A'), 'Go');
    await world.untilAsked(1);
    const cancelledAt = Date.now();
    await handle.cancel();
    expect(await handle.result()).toMatchObject({ error: { type: Failure.runCancelled } });
    expect(Date.now() - cancelledAt).toBeLessThan(1_500);
  });

  it('that has ended changes nothing, and one that never was is refused', async () => {
    const handle = await world.client.start(agent('A'), 'Go');
    await handle.result();
    await handle.cancel();
    expect(await handle.result()).toMatchObject({ success: true, content: 'from A' });
    await expect(world.client.handle('never-was').cancel()).rejects.toThrow(/no run 'never-was'/);
  });
});
