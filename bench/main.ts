import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { openStore } from '../src/activities/store/open-store.ts';
import { startModelServer } from '../src/simulated-model/index.ts';
import { Closing } from '../src/workers/closing.ts';
import { acquireServer } from '../src/workers/embedded/index.ts';
import { installRuntime } from '../src/workers/temporal-runtime.ts';
import { startWorkers, workerOptions } from '../src/workers/worker-group.ts';
import { createBaselineActivities } from './baseline/activities.ts';
import { type Case, cases } from './cases.ts';
import { machine, type Row, rowOf, tableOf } from './report.ts';
import { bare, measure, ours, type Side } from './sides.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string', default: '' } },
});

const work = { latencyMs: 0, replyBytes: 200 };

function reply() {
  return { text: 'x'.repeat(work.replyBytes), delayMs: work.latencyMs };
}

/** Everything both sides share: one dev server, one model server, the same worker options. */
async function open(closing: Closing): Promise<{ client: Client; sides: Side[] }> {
  installRuntime((line) => console.error(line));
  const stateDir = closing.add(mkdtempSync(join(tmpdir(), 'durable-agents-bench-')), (dir) =>
    rmSync(dir, { recursive: true, force: true }),
  );
  const lease = closing.add(await acquireServer({ stateDir, log: console.error }), (each) =>
    each.release(),
  );
  const model = closing.add(await startModelServer({ script: reply }), (each) => each.close());
  const baseURL = `${model.url}/v1`;
  const connection = closing.add(
    await NativeConnection.connect({ address: lease.address }),
    (each) => each.close(),
  );
  await startOurs({ connection, stateDir, baseURL }, closing);
  await startBare({ connection, baseURL }, closing);
  const direct = closing.add(await Connection.connect({ address: lease.address }), (each) =>
    each.close(),
  );
  const client = new Client({ connection: direct });
  return { client, sides: [ours(client), bare(client, false), bare(client, true)] };
}

async function startOurs(
  {
    connection,
    stateDir,
    baseURL,
  }: { connection: NativeConnection; stateDir: string; baseURL: string },
  closing: Closing,
): Promise<void> {
  const store = closing.add(await openStore(join(stateDir, 'messages.db')), (each) => each.close());
  const endpoint = {
    name: 'bench',
    api: 'responses' as const,
    baseURL,
    keyEnv: null,
    apiKey: null,
  };
  const more = { model: null, prices: { bench: { input: 1, output: 5 } }, simulated: true };
  const workers = await startWorkers({
    connection,
    namespace: 'default',
    suffix: '',
    store,
    endpoints: [{ ...endpoint, ...more }],
    transforms: null,
    workflows: true,
    sharedQueue: null,
  });
  closing.add(workers, (each) => each.stop());
}

async function startBare(
  { connection, baseURL }: { connection: NativeConnection; baseURL: string },
  closing: Closing,
): Promise<void> {
  const activities = createBaselineActivities(baseURL);
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('baseline/workflows.ts', import.meta.url)),
  });
  const shared = { connection, ...workerOptions };
  const workers = [
    await Worker.create({ ...shared, taskQueue: 'baseline', workflowBundle, activities }),
    await Worker.create({ ...shared, taskQueue: 'baseline-model', activities }),
  ];
  const ended = Promise.all(workers.map((worker) => worker.run()));
  closing.add(workers, async () => {
    for (const worker of workers) worker.shutdown();
    await ended;
  });
}

/** The sides in turn, round after round, so that a machine that slows down slows all of them. */
async function compare(client: Client, sides: readonly Side[], each: Case): Promise<Row> {
  Object.assign(work, { latencyMs: each.latencyMs, replyBytes: each.replyBytes });
  const all: Record<string, number[]> = Object.fromEntries(sides.map(({ name }) => [name, []]));
  const rounds = each.unit === 'bytes a turn' ? 1 : Number(options.rounds);
  for (let round = 0; round <= rounds; round++) {
    for (const side of sides) {
      const figure = await measure(client, side, round === 0 ? { ...each, runs: 1 } : each);
      if (round > 0) all[side.name]?.push(figure); // round 0 warms up
    }
  }
  return rowOf(each, all);
}

const closing = new Closing();
try {
  const { client, sides } = await open(closing);
  const rows: Row[] = [];
  for (const each of cases.filter(({ name }) => name.includes(options.only))) {
    console.error(`measuring: ${each.name}`);
    rows.push(await compare(client, sides, each));
  }
  console.log(tableOf(rows));
  mkdirSync('bench/results', { recursive: true });
  const report = { machine: machine(), rounds: Number(options.rounds), rows };
  writeFileSync('bench/results/latest.json', `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${JSON.stringify(report)}`);
} finally {
  await closing.close();
}
