import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, Failure, failureType } from '../../src/client/index.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { type ModelServer, startModelServer } from '../../src/testing/index.ts';
import { Closing } from '../../src/workers/closing.ts';
import { acquireServer } from '../../src/workers/embedded/index.ts';
import { type FleetOptions, startFleetWorker } from '../../src/workers/index.ts';
import { freePort } from '../support/live-world.ts';

const closing = new Closing();
let address: string;
let model: ModelServer;
/** Looked for from the beginning, because it takes ten seconds. */
let nowhere: Promise<Refused[]>;

const agent = (name: string, provider = 'openai') => ({ kind: 'agent' as const, name, provider });
const run: StepInput = {
  kind: 'pipeline',
  steps: [agent('A'), { step: agent('B'), transform: 'shout' }],
};

beforeAll(async () => {
  const folder = closing.add(mkdtempSync(join(tmpdir(), 'durable-agents-fleet-')), (dir) =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  );
  const stateDir = join(folder, 'server');
  const lease = closing.add(await acquireServer({ stateDir }), (each) => each.release());
  ({ address } = lease);
  const script = ({ system }: { system: string }) => `heard by ${system}`;
  model = closing.add(await startModelServer({ script }), (each) => each.close());
  process.env['DATABASE_URL'] = join(folder, 'messages.db');
  process.env['OPENAI_BASE_URL'] = `${model.url}/v1`;
  process.env['OPENAI_MODEL'] = 'model-1';
  process.env['OPENAI_API_KEY'] = '';
  nowhere = lookFor(`127.0.0.1:${await freePort()}`);
});
afterAll(() => closing.close());

async function client() {
  const opened = await connect({ address });
  return closing.add(opened, (each) => each.close());
}

async function serve(options: Omit<FleetOptions, 'address'>) {
  const worker = await startFleetWorker({ address, ...options });
  const running = worker.run();
  return closing.add(worker, async (each) => {
    each.shutdown();
    await running;
  });
}

interface Refused {
  type: string | undefined;
  message: string;
  elapsedMs: number;
}

function lookFor(address: string): Promise<Refused[]> {
  return Promise.all([
    refused(connect({ address })),
    refused(startFleetWorker({ address, serve: ['workflows'] })),
  ]);
}

/** The failure that a call ends with, and how long it took to say so. */
async function refused(call: Promise<unknown>): Promise<Refused> {
  const startedAt = Date.now();
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  const { message } = error as Error;
  return { type: failureType(error), message, elapsedMs: Date.now() - startedAt };
}

describe('on a cluster', () => {
  it('a run that no worker serves is refused, and told which command would', async () => {
    const opened = await client();
    const error = await refused(opened.start(run, 'Go', { id: 'early' }));
    expect(error.type).toBe(Failure.workerUnconfigured);
    expect(error.message).toMatch(/'agents', 'agents-model-openai', 'agents-tools'/);
    expect(error.message).toContain("'durable-agents worker --serve workflows,openai,tools'");
    expect(error.elapsedMs).toBeGreaterThan(4_500);
    expect(error.elapsedMs).toBeLessThan(7_000);
    expect(await refused(opened.handle('early').result())).toMatchObject({
      type: Failure.inputInvalid,
    });
  });

  it('the same run goes through as soon as workers serve all that it needs', async () => {
    const opened = await client();
    const registryFile = new URL('../support/shouting-functions.ts', import.meta.url).pathname;
    const workflows = await serve({ serve: ['workflows', 'openai'] });
    const started = opened.start(run, 'Go', { id: 'early' });
    const tools = await serve({ serve: ['tools'], registryFile });
    const result = await (await started).result();
    expect([workflows.queues, tools.queues]).toEqual([
      ['agents', 'agents-shared', 'agents-model-openai'],
      ['agents-tools'],
    ]);
    expect(result).toMatchObject({ success: true, content: 'heard by You are B.' });
    expect(model.requests[1]?.messages[0]?.content).toBe('HEARD BY YOU ARE A.');
  });

  it('an input that no run could be started with is stored by a worker, and its items read by one', async () => {
    const opened = await client();
    const lines = ['ä', 'b', 'c', 'd'].map((letter) => letter.repeat(500_000));
    const map = { kind: 'map', step: agent('Reader') } as const;
    const handle = await opened.start(map, lines.join('\n'), { id: 'long' });
    const result = await handle.result();
    expect(result).toMatchObject({ success: true, total: 4, succeeded: 4 });
    expect(result.items.map(({ input }) => input)).toEqual(lines);
    const { historySize } = await opened.parts.temporal.workflow.getHandle('long').describe();
    expect(historySize).toBeLessThan(100_000);
  });

  it('the one queue that is missing is the one that is named', async () => {
    const opened = await client();
    const error = await refused(opened.start(agent('A', 'anthropic'), 'Go'));
    expect(error.type).toBe(Failure.workerUnconfigured);
    expect(error.message).toMatch(/serves 'agents-model-anthropic', .*--serve anthropic'/);
  });

  it('a worker is refused what it has no key for, and what there is not', async () => {
    expect(await refused(startFleetWorker({ address, serve: ['anthropic'] }))).toMatchObject({
      type: Failure.inputInvalid,
      message: expect.stringContaining('ANTHROPIC_API_KEY') as unknown,
    });
    expect(await refused(startFleetWorker({ address, serve: ['gpus'] }))).toMatchObject({
      type: Failure.inputInvalid,
      message: expect.stringContaining('workflows, tools, openai') as unknown,
    });
  });

  it('settings that an API does not take are refused by the worker that serves it', async () => {
    process.env['ANTHROPIC_API_KEY'] = 'a key';
    process.env['ANTHROPIC_BASE_URL'] = model.url;
    await serve({ serve: ['anthropic'] });
    const before = model.requests.length;
    const spec = { ...agent('A', 'anthropic'), temperature: 0.5 };
    const result = await (await client()).run(spec, 'Go');
    expect(result.error).toMatchObject({ type: Failure.inputInvalid, retryable: false });
    expect(result.error?.message).toContain('temperature: the Messages API has no temperature');
    expect(model.requests).toHaveLength(before);
  });

  it('an address where no server is ends in seconds, for clients and for workers', async () => {
    for (const error of await nowhere) {
      expect(error.type).toBe(Failure.workerUnconfigured);
      expect(error.message).toMatch(/no Temporal server answers at 127\.0\.0\.1:\d+/);
      expect(error.elapsedMs).toBeLessThan(12_000);
    }
  });
});
