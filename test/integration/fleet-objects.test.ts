import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { agentsClient } from '../../src/client/index.ts';
import type { Duration } from '../../src/core/durations.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { Closing } from '../../src/workers/closing.ts';
import { defineTool, type FleetOptions, startFleetWorker } from '../../src/workers/index.ts';
import { openLocal } from '../../src/workers/local.ts';
import type { secondOpinion } from '../support/own-worker/workflows.ts';
import { ofType, readRun } from '../support/run-history.ts';
import { openTemporalWorld, type TemporalWorld } from '../support/temporal-world.ts';

const workflowsPath = fileURLToPath(new URL('../support/own-worker/workflows.ts', import.meta.url));
const sign = defineTool({
  name: 'sign',
  description: 'Signs a document.',
  input: z.object({}),
  execute: () => 'signed',
});

const closing = new Closing();
let world: TemporalWorld;

/** Uses each tool once, and says then what it heard last. */
const script = ({
  messages,
  tools,
}: {
  messages: { content: string; role: string }[];
  tools: unknown[];
}) => {
  const [last] = messages.slice(-1);
  return tools.length > 0 && last?.role !== 'tool'
    ? { toolCalls: [{ name: 'sign', arguments: {} }] }
    : `heard “${last?.content}”`;
};

beforeAll(async () => {
  world = await openTemporalWorld(closing, { script });
  const house = { api: 'responses' as const, baseURL: `${world.model.url}/v1`, model: 'model-1' };
  const common = { providers: { house }, databaseUrl: join(world.folder, 'fleet.db') };
  await serve({ ...common, serve: ['workflows', 'house', 'house'], workflowsPath });
  const transforms = { shout: (text: string) => text.toUpperCase() };
  await serve({ ...common, serve: ['tools'], tools: [sign], transforms });
});
afterAll(() => closing.close());

async function serve(options: Omit<FleetOptions, 'address'>): Promise<void> {
  const worker = await startFleetWorker({ address: world.address, ...options });
  const running = worker.run();
  closing.add(worker, async (each) => {
    each.shutdown();
    await running;
  });
}

function clientWith(heartbeatTimeout?: Duration) {
  const watched = heartbeatTimeout === undefined ? {} : { heartbeatTimeout };
  return agentsClient(world.client, { provider: 'house', ...watched });
}

/** What the activities of a run that may take long were scheduled with: queue and heartbeat timeout. */
async function scheduled(id: string): Promise<string[]> {
  const events = ofType(await readRun(world.client, id), 'ACTIVITY_TASK_SCHEDULED');
  const all = events.map((event) => {
    const attributes = event['activityTaskScheduledEventAttributes'] as Record<string, unknown> & {
      taskQueue: { name: string };
      activityType: { name: string };
    };
    return `${attributes.activityType.name} ${attributes.taskQueue.name} ${String(attributes['heartbeatTimeout'])}`;
  });
  return [...new Set(all)]
    .filter((each) => /^(callModel|runTool|runTransform)/.test(each))
    .toSorted();
}

const team: StepInput = {
  kind: 'pipeline',
  steps: [
    { kind: 'agent', name: 'Clerk', tools: ['sign'] },
    { step: { kind: 'agent', name: 'Editor' }, transform: 'shout' },
  ],
};

describe('a fleet whose tools, functions, providers and workflows are objects', () => {
  it('runs what they are needed for, and takes a worker for dead after 15 s', async () => {
    const result = await clientWith().run(team, 'Go', { id: 'objects' });
    expect(result).toMatchObject({ success: true, content: 'heard “HEARD “SIGNED””' });
    expect(await scheduled('objects')).toEqual([
      'callModel agents-model-house 15s',
      'runTool agents-tools 15s',
      'runTransform agents-tools 15s',
    ]);
  });

  it('takes it for dead sooner where the client says so, in child runs too', async () => {
    await clientWith('2.5s').run(team, 'Go', { id: 'watched' });
    expect(await scheduled('watched')).toEqual([
      'callModel agents-model-house 2.500s',
      'runTool agents-tools 2.500s',
      'runTransform agents-tools 2.500s',
    ]);
  });

  it('makes local calls where workflows are run, of a provider that is served there', async () => {
    const step = { kind: 'agent' as const, name: 'Ann', localCalls: true };
    const result = await clientWith().run(step, 'Go', { id: 'local' });
    expect(result).toMatchObject({ success: true, usage: { calls: 1 } });
    expect(await scheduled('local')).toEqual([]);
  });

  it("runs a user's own workflows", async () => {
    const client = clientWith();
    const agents = ['Ann', 'Bo'].map((name) => ({ kind: 'agent' as const, name }));
    const panel = client.prepare({ kind: 'parallel', agents });
    const workflowId = 'second-opinion';
    await world.client.workflow.start<typeof secondOpinion>('secondOpinion', {
      taskQueue: 'agents',
      workflowId,
      args: [{ panel, question: 'Why?' }],
    });
    const result = await client.handle(workflowId).result();
    expect(result).toMatchObject({ success: true, usage: { calls: 2 } });
    expect(world.model.requests.at(-1)?.messages[0]?.content).toContain('heard “Why?”');
    expect(await scheduled(workflowId)).toEqual(['callModel agents-model-house 15s']);
  });
});

describe('what a fleet can not serve', () => {
  async function messageOf(call: Promise<unknown>): Promise<string> {
    const error: unknown = await call.then(
      () => 'it was not refused',
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ type: 'Input.Invalid' });
    return (error as Error).message;
  }

  it('is told all at once', async () => {
    const message = await messageOf(
      startFleetWorker({ address: world.address, serve: ['tool', 'anthropic', 'gpus'] }),
    );
    expect(message).toMatch(
      /--serve is not valid: tool: 'tool' cannot be served \(did you mean 'tools'\?\); .*; anthropic: it needs its API key in ANTHROPIC_API_KEY; gpus: 'gpus' cannot be served/,
    );
  });

  it('is what local() does not take either', async () => {
    const bad = {
      tools: [sign, 'sign' as never],
      transforms: { 'to shout': (text: string) => text, shout: 'loud' as never },
      providers: { house: { api: 'responses' as const, key: 'secret' } as never },
      maxConcurrentCalls: 0.5,
    };
    const message = await messageOf(
      startFleetWorker({ address: world.address, serve: ['workflows'], ...bad }),
    );
    expect(message).toBe(await messageOf(openLocal({ stateDir: world.folder, ...bad })));
    for (const part of [
      'tools[1]: expected a tool, made by defineTool',
      'transforms.to shout: a name has letters, digits, _ . -',
      'transforms.shout: expected a function',
      'providers.house.key: there is no such field',
      'maxConcurrentCalls: expected a whole number',
    ])
      expect(message).toContain(part);
    const twice = { tools: [sign, sign] };
    expect(await messageOf(openLocal({ stateDir: world.folder, ...twice }))).toContain(
      "tools[1]: there are two tools 'sign'",
    );
    const missing = { workflowsPath: '/nowhere/workflows.ts' };
    expect(await messageOf(openLocal({ stateDir: world.folder, ...missing }))).toBe(
      await messageOf(startFleetWorker({ serve: ['workflows'], ...missing })),
    );
  });
});
