import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import { agentsClient } from '../../src/client/index.ts';
import { type ModelServer, startModelServer } from '../../src/testing/index.ts';
import { Closing } from '../../src/workers/closing.ts';
import { acquireServer } from '../../src/workers/embedded/index.ts';
import { installRuntime } from '../../src/workers/temporal-runtime.ts';
import { startWorkers, type WorkerGroupOptions } from '../../src/workers/worker-group.ts';
import { agentOf, until } from '../support/live-world.ts';
import { modelEndpoint } from '../support/model-endpoint.ts';
import type { MortalWorker } from '../support/mortal-worker.ts';
import { ofType, readRun } from '../support/run-history.ts';
import { startMortal } from '../support/start-mortal.ts';

const closing = new Closing();
const children: ChildProcess[] = [];
let address: string;
let stored: string;
let connection: NativeConnection;
let temporal: Client;
let store: Store;
let model: ModelServer;
/** Agents whose model has not answered by now wait for this. */
let answerSlow: () => void;

beforeAll(async () => {
  installRuntime(() => undefined);
  const stateDir = closing.add(mkdtempSync(join(tmpdir(), 'durable-agents-crash-')), (dir) =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  );
  stored = join(stateDir, 'messages.db');
  const lease = closing.add(await acquireServer({ stateDir }), (each) => each.release());
  ({ address } = lease);
  store = closing.add(await openStore(stored), (each) => each.close());
  connection = closing.add(await NativeConnection.connect({ address }), (each) => each.close());
  const own = closing.add(await Connection.connect({ address }), (each) => each.close());
  temporal = new Client({ connection: own });
  const slow = new Promise<void>((resolve) => (answerSlow = resolve));
  const script = async (request: Parameters<typeof agentOf>[0]) => {
    if (agentOf(request).startsWith('Slow')) await slow;
    return `from ${agentOf(request)}`;
  };
  model = closing.add(await startModelServer({ script }), (each) => each.close());
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await closing.close();
});

type Serve = Pick<WorkerGroupOptions, 'endpoints' | 'workflows'>;

/** A worker in this process, which lives until the test is over. */
async function serveHere(serve: Serve): Promise<void> {
  const common = { connection, namespace: 'default', store, transforms: null, sharedQueue: null };
  const workers = await startWorkers({ ...common, suffix: '', ...serve });
  onTestFinished(() => workers.stop());
}

/** A worker in a process of its own, once it serves. */
async function serveElsewhere(serve: Serve, diesAfterCall = false): Promise<ChildProcess> {
  const mortal: MortalWorker = {
    address,
    store: stored,
    serve: { suffix: '', ...serve },
    diesAfterCall,
  };
  const child = await startMortal(mortal);
  children.push(child);
  return child;
}

/** A fleet's, but that it takes a worker for dead sooner. */
const client = () => agentsClient(temporal, { provider: 'openai', heartbeatTimeout: '2s' });

const agent = (name: string) => ({ kind: 'agent' as const, name });
const askedBy = (name: string) => model.requests.filter((request) => agentOf(request) === name);

describe('kill -9', () => {
  it('of a model worker between its ledger and its answer is not paid twice', async () => {
    await serveHere({ endpoints: [], workflows: true });
    const models = { endpoints: [modelEndpoint(model)], workflows: false };
    const mortal = await serveElsewhere(models, true);
    const handle = await client().start(agent('Once'), 'Go', { id: 'ledger' });
    await once(mortal, 'exit');
    expect(mortal.signalCode).toBe('SIGKILL');
    await serveHere(models);
    const result = await handle.result();
    expect(result).toMatchObject({ success: true, content: 'from Once', usage: { calls: 1 } });
    expect(askedBy('Once')).toHaveLength(1);
    const [started] = ofType(await readRun(temporal, 'ledger'), 'ACTIVITY_TASK_STARTED');
    expect(started?.['activityTaskStartedEventAttributes']).toMatchObject({ attempt: 2 });
  });

  it('of the orchestrator with 5 of 10 calls answered repeats no call', async () => {
    await serveHere({ endpoints: [modelEndpoint(model)], workflows: false });
    const orchestrator = { endpoints: [], workflows: true };
    const mortal = await serveElsewhere(orchestrator);
    const names = [1, 2, 3, 4, 5].flatMap((each) => [`Quick ${each}`, `Slow ${each}`]);
    const spec = { kind: 'parallel' as const, agents: names.map(agent) };
    const handle = await client().start(spec, 'Go', { id: 'orchestrator' });
    const answered = () => names.flatMap(askedBy).filter(({ endedBy }) => endedBy === 'reply');
    await until(() => names.flatMap(askedBy).length === 10, 'ten calls');
    await until(() => answered().length === 5, 'five answers');
    mortal.kill('SIGKILL');
    await once(mortal, 'exit');
    answerSlow();
    await serveHere(orchestrator);
    const result = await handle.result();
    expect(result).toMatchObject({ success: true, allSuccess: true, usage: { calls: 10 } });
    expect(Object.keys(result.contents)).toEqual(names);
    expect(names.map((name) => askedBy(name).length)).toEqual(names.map(() => 1));
  });

  it('of a model worker between a summary and its answer pays for the summary once', async () => {
    const said = Array.from({ length: 10 }, (_, index) => ({
      id: `said-${index}`,
      author: 'user',
      role: 'user' as const,
      content: `${index} ${'word '.repeat(100)}`,
      run: '',
    }));
    await store.threads.add('long', said);
    await serveHere({ endpoints: [], workflows: true });
    const models = { endpoints: [modelEndpoint(model)], workflows: false };
    const mortal = await serveElsewhere(models, true);
    const spec = { ...agent('Reader'), thread: 'long', threadTokens: 1_000 };
    const handle = await client().start(spec, 'Go', { id: 'summary' });
    await once(mortal, 'exit');
    expect(mortal.signalCode).toBe('SIGKILL');
    expect(askedBy('Reader')).toHaveLength(0);
    await serveHere(models);
    const result = await handle.result();
    const { omitted } = result.thread ?? {};
    expect(result).toMatchObject({ success: true, thread: { summarised: omitted } });
    expect(omitted).toBeGreaterThan(0);
    expect(askedBy('Note-taker')).toHaveLength(1);
    expect(result.usage.calls).toBe(2);
  });
});
