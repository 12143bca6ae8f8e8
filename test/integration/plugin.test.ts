import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AgentsClient, Agent, agentsClient, ParallelAgents } from '../../src/client/index.ts';
import type { ScriptFunction } from '../../src/testing/index.ts';
import { Closing } from '../../src/workers/closing.ts';
import { defineTool, DurableAgentsPlugin, type PluginOptions } from '../../src/workers/index.ts';
import { databases } from '../support/databases.ts';
import { agentOf } from '../support/live-world.ts';
import type { answerComplaint, OwnActivities } from '../support/own-worker/workflows.ts';
import { ofType, readRun } from '../support/run-history.ts';
import { openTemporalWorld, type TemporalWorld } from '../support/temporal-world.ts';

const workflowsPath = fileURLToPath(new URL('../support/own-worker/workflows.ts', import.meta.url));
const activities: OwnActivities = { findOrder: (order) => Promise.resolve(`${order}: sent`) };

/** Says whom it was told of, and uses the tools that it has. */
const script: ScriptFunction = (request) => {
  const { system, messages } = request;
  const [last] = messages.slice(-1);
  if (!request.tools.some(({ name }) => name === 'sign') || last?.role === 'tool')
    return `${agentOf(request)} heard “${last?.content}”, ${/Order \d+: sent/.exec(system)?.[0]}`;
  return {
    toolCalls: [
      { name: 'sign', arguments: { document: 'treaty' } },
      { name: 'remember', arguments: { key: 'signed', value: 'treaty' } },
    ],
  };
};

const sign = defineTool({
  name: 'sign',
  description: 'Signs a document.',
  input: z.object({ document: z.string() }),
  execute: ({ document }, { agentName, user }) => `${document} signed by ${agentName} for ${user}`,
});

const closing = new Closing();
let world: TemporalWorld;

beforeAll(async () => {
  world = await openTemporalWorld(closing, { script });
});
afterAll(() => closing.close());

/** The plugin, whose one provider besides the simulated one is the scripted model. */
function pluginFor(options: PluginOptions): DurableAgentsPlugin {
  const house = { api: 'responses' as const, baseURL: `${world.model.url}/v1`, model: 'model-1' };
  return new DurableAgentsPlugin({
    providers: { house },
    tools: [sign],
    transforms: { shout: (text) => text.toUpperCase() },
    ...options,
  });
}

describe.each(databases)("a user's own worker, on $name", ({ name, missing, create }) => {
  const taskQueue = `orders-${name.slice(0, 8)}`;
  let agents: AgentsClient;

  beforeAll(async () => {
    if (missing !== '') return;
    const { url, remove } = await create();
    closing.add(remove, (each) => each());
    const plugin = pluginFor({ databaseUrl: url });
    // Half of the users bundle beforehand.
    const workflows =
      name === 'SQLite'
        ? { workflowsPath }
        : {
            workflowBundle: await bundleWorkflowCode({
              workflowsPath,
              plugins: [plugin],
              logger: new DefaultLogger('WARN'),
            }),
          };
    const worker = await Worker.create({
      connection: world.native,
      taskQueue,
      activities,
      plugins: [plugin],
      ...workflows,
    });
    const running = worker.run();
    closing.add(worker, async (each) => {
      each.shutdown();
      await running;
    });
    agents = agentsClient(world.client, { taskQueue, provider: 'house' });
  });

  it.skipIf(missing !== '')('runs agents with tools, functions, threads and users', async () => {
    const clerk = { kind: 'agent', name: 'Clerk', tools: ['sign'], thread: 'contracts' } as const;
    const editor = { step: { kind: 'agent', name: 'Editor' }, transform: 'shout' } as const;
    const id = `clerk-${taskQueue}`;
    const user = `phil-${taskQueue}`;
    const spec = { kind: 'pipeline', steps: [clerk, editor] } as const;
    const result = await agents.run({ ...spec, steps: [...spec.steps] }, 'Sign', { id, user });
    expect(result.error).toBeNull();
    expect(result.content).toContain('Editor heard “CLERK HEARD “');
    const told = world.model.requests.flatMap(({ messages }) => messages);
    expect(told.map(({ content }) => content)).toContain(`treaty signed by Clerk for ${user}`);
    expect(await agents.user(user).facts()).toMatchObject([{ key: 'signed', value: 'treaty' }]);
    const scheduled = ofType(await readRun(world.client, id), 'ACTIVITY_TASK_SCHEDULED');
    const queues = scheduled.map(
      (event) => event['activityTaskScheduledEventAttributes'] as { taskQueue: { name: string } },
    );
    expect(new Set(queues.map((each) => each.taskQueue.name))).toEqual(new Set([taskQueue]));
  });

  it.skipIf(missing !== '')('runs its own workflows, which ask agents too', async () => {
    const panel = new ParallelAgents([new Agent({ name: 'Ann' }), new Agent({ name: 'Bo' })]);
    const workflowId = `complaint-${taskQueue}`;
    const args = [{ panel: agents.prepare(panel), order: 'Order 17' }] as const;
    const start = { taskQueue, workflowId, args: [...args] as [(typeof args)[0]] };
    await world.client.workflow.start<typeof answerComplaint>('answerComplaint', start);
    const result = await agents.handle(workflowId).result();
    expect(result).toMatchObject({
      success: true,
      contents: {
        Ann: 'Ann heard “What do we answer?”, Order 17: sent',
        Bo: 'Bo heard “What do we answer?”, Order 17: sent',
      },
    });
  });

  it.skipIf(missing !== '')('says which provider it does not serve', async () => {
    const result = await agents.run(new Agent({ name: 'Ann', provider: 'openai' }), 'Hello');
    expect(result.error).toMatchObject({
      type: 'Provider.NotServed',
      message: expect.stringMatching(/the provider 'openai' \(it serves house, simulated\)/),
    });
  });
});

it('a worker without workflows of its own runs ours, until it stops', async () => {
  const plugin = pluginFor({ databaseUrl: ':memory:', maxConcurrentCalls: 7 });
  const taskQueue = 'plain';
  const worker = await Worker.create({ connection: world.native, taskQueue, plugins: [plugin] });
  const agents = agentsClient(world.client, { taskQueue, provider: 'house' });
  const result = await worker.runUntil(agents.run(new Agent({ name: 'Ann' }), 'Hello'));
  expect(result.content).toBe('Ann heard “Hello”, undefined');
  expect(worker.options).toMatchObject({
    tuner: { activityTaskSlotSupplier: { numSlots: 7 } },
    isolateExecutionTimeoutMs: 60_000,
    shutdownGraceTimeMs: 600_000,
  });
});

it("what the user's worker says itself stays", async () => {
  const worker = await Worker.create({
    connection: world.native,
    taskQueue: 'told',
    maxConcurrentActivityTaskExecutions: 3,
    shutdownGraceTime: '1s',
    activities,
    plugins: [pluginFor({ databaseUrl: ':memory:' })],
  });
  expect(worker.options).toMatchObject({
    tuner: { activityTaskSlotSupplier: { numSlots: 3 } },
    shutdownGraceTimeMs: 1_000,
  });
  expect([...worker.options.activities.keys()]).toEqual(
    expect.arrayContaining(['findOrder', 'callModel', 'runTool', 'runTransform']),
  );
  await worker.runUntil(Promise.resolve());
});

it('an activity with the name of one of ours is refused, and so is a bad configuration', async () => {
  const create = (options: PluginOptions, own: object) =>
    Worker.create({
      connection: world.native,
      taskQueue: 'refused',
      activities: own,
      plugins: [pluginFor({ databaseUrl: ':memory:', ...options })],
    });
  await expect(create({}, { callModel: () => 0, runTool: () => 0 })).rejects.toMatchObject({
    type: 'Input.Invalid',
    message: expect.stringMatching(/callModel: .*; runTool: /),
  });
  const bad = { api: 'telepathy' } as never;
  await expect(create({ providers: { bad }, maxConcurrentCalls: 0 }, {})).rejects.toMatchObject({
    type: 'Input.Invalid',
    message: expect.stringMatching(/providers\.bad\.api: .*; maxConcurrentCalls: /),
  });
});
