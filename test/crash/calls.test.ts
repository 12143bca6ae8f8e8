import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AgentsClient } from '../../src/client/index.ts';
import { until } from '../support/live-world.ts';
import { ofType, readRun } from '../support/run-history.ts';
import {
  bothWays,
  repeatsIn,
  slowCallsHere,
  startOrchestrator,
  untilJournaled,
} from './support/both-ways.ts';
import type { FleetWorker, Worker } from './support/fleet.ts';
import { record } from './support/results.ts';
import { scaled } from './support/scale.ts';
import { startTcpRelay, type TcpRelay } from './support/tcp-relay.ts';
import * as ten from './support/ten-calls.ts';
import { type CrashWorld, openWorld, untilTrue } from './support/world.ts';

/** How often each of these is done. */
const runs = scaled(10);
const gate = new ten.Gate();
let world: CrashWorld;
let relay: TcpRelay;
let client: AgentsClient;
let workflows: FleetWorker;
let models: Worker;

beforeAll(async () => {
  world = await openWorld({ model: { script: gate.script } });
  relay = await startTcpRelay(world.temporal.address);
  workflows = await startOrchestrator(world);
  models = await startModels();
  client = await world.connect();
});
afterEach(async () => {
  // What a test that failed has left is no call of the next one.
  gate.open();
  relay.open();
  workflows.resume();
  const { workflow } = client.parts.temporal;
  for await (const { workflowId } of workflow.list({ query: "ExecutionStatus = 'Running'" }))
    await workflow.getHandle(workflowId).terminate();
  world.model.requests.length = 0;
});
afterAll(async () => {
  await world?.close();
  await relay?.close();
});

/** They reach Temporal through the relay. */
const startModels = () => world.fleet.start('openai', { env: { TEMPORAL_ADDRESS: relay.address } });

/** Starts a run, and waits until five of its calls are in the ledger and five in flight. */
async function startHalf(id: string) {
  gate.close();
  const handle = await client.start(ten.parallelOf([...ten.quick, ...ten.slow]), 'Go', { id });
  await until(() => ten.callsOf(world.model, ten.slow) === 5, 'five calls in flight');
  await untilJournaled(world, id, 5);
  return handle;
}

/** Starts a run, and waits until the ledger has ten replies that the worker can not tell Temporal. */
async function startUnheard(id: string) {
  gate.close();
  const handle = await client.start(ten.parallelOf(ten.slowTen), 'Go', { id });
  await until(() => world.model.requests.length === 10, 'ten calls');
  relay.block();
  gate.open();
  await untilJournaled(world, id, 10);
  return handle;
}

/** Does it again and again: a run is started, something killed, and the run must complete. */
async function repeatedly(
  start: typeof startHalf,
  name: string,
  killAndReplace: () => Promise<void>,
): Promise<ten.Recovered[]> {
  const all: ten.Recovered[] = [];
  for (let index = 0; index < runs; index++) {
    const handle = await start(`${name}-${index}`);
    const killedAt = Date.now();
    await killAndReplace();
    expect(await handle.result()).toMatchObject({ allSuccess: true, usage: { calls: 10 } });
    all.push(ten.recovered(world.model, killedAt));
  }
  return all;
}

describe(`an orchestrator with five of ten calls answered and five in flight, in ${runs} runs`, () => {
  const inFlightOnceMore = { elsewhere: [10], here: [15], finishedAgain: [0] };
  const scene = (name: string) => ({ world, client, gate, name, runs });

  it('killed: repeats no call of a model worker, and of its own those in flight, once', async () => {
    const all = await bothWays({
      ...scene('killed'),
      async disturb() {
        await workflows.kill();
        gate.open();
        workflows = await startOrchestrator(world);
      },
    });
    record('orchestrator', 'ours', ten.figuresOf(all.elsewhere));
    record('orchestratorLocal', 'ours', ten.figuresOf(all.here));
    expect(repeatsIn(all)).toEqual(inFlightOnceMore);
  });

  it('stopped for longer than a workflow task may take, and continued: repeats no more than that', async () => {
    const all = await bothWays({
      ...scene('stalled'),
      async disturb(localRun) {
        workflows.stall();
        await untilTrue(() => hasTimedOut(localRun), 'its workflow task to time out');
        workflows.resume();
        // Mostly it asks again what was in flight; now and then it goes on with the calls it has.
        const askedAgain = () => slowCallsHere(world) === 10;
        await until(askedAgain, 'it to ask again', 3_000).catch(() => undefined);
        gate.open();
      },
    });
    record('stalled', 'ours', ten.figuresOf(all.elsewhere));
    record('stalledLocal', 'ours', ten.figuresOf(all.here));
    const { elsewhere, here, finishedAgain } = repeatsIn(all);
    expect({ elsewhere, finishedAgain }).toEqual({ elsewhere: [10], finishedAgain: [0] });
    expect(Math.max(...here)).toBeLessThanOrEqual(15);
  });
});

describe(`kill -9 in the middle of ten calls, in ${runs} runs`, () => {
  it('of workers and server alike, five answered: at most 15 calls, no finished one again', async () => {
    const all = await repeatedly(startHalf, 'everything', async () => {
      await Promise.all([workflows.kill(), models.kill(), world.temporal.kill()]);
      gate.open();
      await world.temporal.start();
      workflows = await startOrchestrator(world);
      models = await startModels();
    });
    record('everything', 'ours', ten.figuresOf(all));
    for (const { calls, answeredAgain } of all) {
      expect(calls).toBeLessThanOrEqual(15);
      expect(answeredAgain).toBe(0);
    }
  });

  it('of the model worker, with ten replies journaled and not told: no call again', async () => {
    const all = await repeatedly(startUnheard, 'model-worker', async () => {
      await models.kill();
      relay.open();
      models = await startModels();
    });
    record('modelWorker', 'ours', ten.figuresOf(all));
    for (const { calls } of all) expect(calls).toBe(10);
    expect(await attemptsOf('model-worker-0')).toEqual(ten.slowTen.map(() => 2));
  });
});

/** Whether a task of a workflow was not answered in time. */
async function hasTimedOut(id: string): Promise<boolean> {
  const events = await readRun(client.parts.temporal, id);
  return ofType(events, 'WORKFLOW_TASK_TIMED_OUT').length > 0;
}

/** Which attempt each model call of a run was completed by. */
async function attemptsOf(id: string): Promise<number[]> {
  const events = await readRun(client.parts.temporal, id);
  const scheduled = ofType(events, 'ACTIVITY_TASK_SCHEDULED').filter((event) =>
    JSON.stringify(event).includes('callModel'),
  );
  const ids = new Set(scheduled.map(({ eventId }) => eventId));
  return ofType(events, 'ACTIVITY_TASK_STARTED').flatMap((event) => {
    const started = Object(event['activityTaskStartedEventAttributes']);
    return ids.has(String(started['scheduledEventId'])) ? [started['attempt'] as number] : [];
  });
}
