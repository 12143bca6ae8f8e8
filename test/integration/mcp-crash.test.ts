import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { McpPool } from '../../src/activities/mcp/pool.ts';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import { agentsClient } from '../../src/client/index.ts';
import { mcpServersSchema } from '../../src/core/mcp-servers.ts';
import type { RecordedRequest } from '../../src/testing/index.ts';
import { Closing } from '../../src/workers/closing.ts';
import { startWorkers, type WorkerGroupOptions } from '../../src/workers/worker-group.ts';
import { until } from '../support/live-world.ts';
import { modelEndpoint } from '../support/model-endpoint.ts';
import { startMortal } from '../support/start-mortal.ts';
import { openTemporalWorld, type TemporalWorld } from '../support/temporal-world.ts';

const script = fileURLToPath(new URL('../support/mcp-server.mjs', import.meta.url));
const serve = { suffix: '', endpoints: [], workflows: false };
const closing = new Closing();
let world: TemporalWorld;
let store: Store;

beforeAll(async () => {
  world = await openTemporalWorld(closing, { script: played });
  store = closing.add(await openStore(join(world.folder, 'messages.db')), (each) => each.close());
  await serveHere(
    { ...serve, endpoints: [modelEndpoint(world.model)], workflows: true, transforms: null },
    (stop) => closing.add(stop, (each) => each()),
  );
});
afterAll(() => closing.close());

/** Whoever is asked calls the one tool that it has, once, and says what came of it. */
function played({ messages, tools }: RecordedRequest) {
  const last = messages.at(-1);
  if (last?.role === 'tool') return `told: ${last.content}`;
  const [tool] = tools;
  return { toolCalls: [{ name: tool?.name ?? '', arguments: { text: 'hi' } }] };
}

type Serving = Pick<
  WorkerGroupOptions,
  'suffix' | 'endpoints' | 'workflows' | 'transforms' | 'mcp'
>;

/** A worker in this process. */
async function serveHere(serving: Serving, stopLater: (stop: () => Promise<void>) => void) {
  const common = { connection: world.native, namespace: 'default', store, sharedQueue: null };
  const workers = await startWorkers({ ...common, ...serving });
  stopLater(() => workers.stop());
}

/** Process ids of what the server has noted: `started`, or `called TOOL`. */
function noted(file: string, what: string): number[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines
    .filter((line) => line.startsWith(`${what} `))
    .map((line) => Number(line.split(' ').at(-1)));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * A run whose worker of tools is killed while the first call of a tool lasts, and that another worker
 * serves from then on.
 */
async function runKilledDuring(tool: string) {
  const notes = join(world.folder, tool);
  const mcp = mcpServersSchema.parse({ own: { command: process.execPath, args: [script, notes] } });
  const mortal = await startMortal({
    address: world.address,
    store: join(world.folder, 'messages.db'),
    serve,
    diesAfterCall: false,
    mcp,
  });
  onTestFinished(() => void mortal.kill('SIGKILL'));
  const client = agentsClient(world.client, { provider: 'openai', heartbeatTimeout: '2s' });
  const spec = { kind: 'agent', name: 'Ann', tools: [`mcp:own/${tool}`] } as const;
  const run = await client.start(spec, 'Go.', { id: tool });
  const calls = () => noted(notes, `called ${tool}`);
  await until(() => calls().length === 1, 'the call', 20_000);

  mortal.kill('SIGKILL');
  await once(mortal, 'exit');
  const [orphan = 0] = noted(notes, 'started');
  await until(() => !isAlive(orphan), 'the end of the server whose worker was killed');
  const pool = new McpPool(mcp);
  await serveHere({ ...serve, transforms: {}, mcp: pool }, (stop) => onTestFinished(stop));

  const result = await run.result();
  await pool.close();
  const left = noted(notes, 'started').filter(isAlive);
  return { result, calls: calls().length, left };
}

describe('a worker that is killed while a server of tools works', () => {
  it('leaves it open whether the call was carried out: it is not made again, and the model is told', async () => {
    const { result, calls, left } = await runKilledDuring('slow');

    expect(result).toMatchObject({ success: true, toolCalls: 1 });
    expect(result.content).toContain('its worker was lost');
    expect(result.content).toContain('whether the call was carried out is not known');
    expect(calls).toBe(1);
    expect(left).toEqual([]);
  });

  it.each([
    ['read-only', 'slow_read'],
    ['idempotent', 'slow_again'],
  ])('has a tool that is %s called again by another', async (_, tool) => {
    const { result, calls, left } = await runKilledDuring(tool);

    expect(result).toMatchObject({ success: true, content: `told: ${tool}: hi`, toolCalls: 1 });
    expect(calls).toBe(2);
    expect(left).toEqual([]);
  });
});
