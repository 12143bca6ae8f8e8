import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { type ModelServer, startModelServer } from '../../src/testing/index.ts';
import { Closing } from '../../src/workers/closing.ts';
import { acquireServer } from '../../src/workers/embedded/index.ts';
import { type LocalClient, type LocalOptions, openLocal } from '../../src/workers/local.ts';
import type { earlierCall } from '../support/own-worker/earlier.ts';
import { ofType, readRun } from '../support/run-history.ts';
import { modelCall } from '../unit/activities/fixtures.ts';

const closing = new Closing();
let stateDir: string;
let model: ModelServer;

beforeAll(async () => {
  stateDir = closing.add(mkdtempSync(join(tmpdir(), 'durable-agents-work-')), (dir) =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  );
  model = closing.add(await startModelServer({ script: () => 'answered' }), (each) => each.close());
  // The server stays while clients come and go.
  closing.add(await acquireServer({ stateDir }), (each) => each.release());
});
afterAll(() => closing.close());

async function open(options: LocalOptions = {}): Promise<LocalClient> {
  const house = { api: 'responses' as const, baseURL: `${model.url}/v1`, model: 'model-1' };
  const transforms = { shout: (text: string) => text.toUpperCase() };
  return await openLocal({ stateDir, providers: { house }, transforms, ...options });
}

/** The queues that the activities of a run went to, and the heartbeat timeouts that they had. */
async function scheduled({ parts }: LocalClient, id: string) {
  const events = ofType(await readRun(parts.temporal, id), 'ACTIVITY_TASK_SCHEDULED');
  const all = events.map((event) => {
    const attributes = event['activityTaskScheduledEventAttributes'] as Record<string, unknown>;
    const { name } = attributes['taskQueue'] as { name: string };
    return { queue: name, heartbeat: attributes['heartbeatTimeout'] };
  });
  const heartbeats = all.map(({ heartbeat }) => heartbeat).filter((each) => each !== '0s');
  return {
    queues: new Set(all.map(({ queue }) => queue)),
    heartbeats: new Set(heartbeats.filter((each) => each !== undefined)),
  };
}

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'house' });
const team: StepInput = {
  kind: 'pipeline',
  steps: [
    { kind: 'parallel', agents: [agent('Ann'), agent('Bo')] },
    { step: agent('Editor'), transform: 'shout' },
  ],
};

it('everything of a run goes to its own queue, where a worker is taken for dead after 5 s', async () => {
  await using client = await open();
  const result = await client.run(team, 'Go', { id: 'own-queue' });
  expect(result).toMatchObject({ success: true, content: 'answered' });
  expect(await scheduled(client, 'own-queue')).toEqual({
    queues: new Set([client.parts.queue]),
    heartbeats: new Set(['5s']),
  });
});

it('or as soon as the client says', async () => {
  await using client = await open({ heartbeatTimeout: '3s' });
  await client.run(team, 'Go', { id: 'watched' });
  expect((await scheduled(client, 'watched')).heartbeats).toEqual(new Set(['3s']));
  await expect(open({ heartbeatTimeout: '200ms' })).rejects.toMatchObject({
    type: 'Input.Invalid',
    message: 'the heartbeat timeout is not valid: it must be at least 1 s',
  });
});

const workflowsPath = fileURLToPath(new URL('../support/own-worker/earlier.ts', import.meta.url));

it('a rejection that a workflow forgets is found to be its own', async () => {
  await using client = await open({ workflowsPath });
  const { temporal, queue: taskQueue } = client.parts;
  const run = await temporal.workflow.start('forgetful', { taskQueue, workflowId: 'forgetful' });
  const failed = async () => ofType(await readRun(temporal, 'forgetful'), 'WORKFLOW_TASK_FAILED');
  await vi.waitFor(async () => expect(await failed()).not.toEqual([]), 10_000);
  expect(JSON.stringify(await failed())).toContain('nobody waits for this');
  expect(await client.run(team, 'Go')).toMatchObject({ success: true });
  await run.terminate();
});

it('a call that a run of an earlier version has on the queue of its provider is made', async () => {
  const before = await open({ workflowsPath });
  const { temporal, queue } = before.parts;
  const call = modelCall({}, { provider: 'house' });
  const run = await temporal.workflow.start<typeof earlierCall>('earlierCall', {
    taskQueue: queue,
    workflowId: 'earlier',
    args: [call],
  });
  const pending = async () => (await run.describe()).raw.pendingActivities ?? [];
  await vi.waitFor(async () => expect(await pending()).toHaveLength(1), 10_000);
  expect(await pending()).toMatchObject([{ attempt: 1, lastStartedTime: null }]); // nobody takes it
  await before.close();
  await using after = await open({ workflowsPath });
  expect(after.parts.queue).toBe(queue);
  expect(await after.parts.temporal.workflow.getHandle('earlier').result()).toBe('answered');
});
