/** Ours beside other ways to make agents durable, on one model stub: `npm run bench:peers`. */
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { freshDatabase, startPostgres } from '../test/support/postgres.ts';
import { cases } from './cases.ts';
import type { ContenderPlan } from './contenders/contender-process.ts';
import { plansFor, startAll } from './contenders/plans.ts';
import { parentOf, treeCpuMsOf } from './cpu.ts';
import { compare } from './measure.ts';
import { installPeers } from './peers/install.ts';
import { publish } from './publish.ts';
import { cpuTable, type Row, timesTable } from './report.ts';
import { type Target, targetsTable } from './targets.ts';
import { openWorld, type World } from './world.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, write: { type: 'boolean', default: false } },
});

const compared = ['sequential turn', 'W alone', 'W, 50 at once'];
const ofTemporal = [
  'durable-agents',
  'durable-agents, result read',
  'durable-agents, localCalls',
  'baseline',
  'baseline eager',
  'baseline local, no stacks',
];

const over = 'LangGraph + Postgres';
const targetOf = (contender: string, name: string, reach: number): Target => ({
  case: name,
  contender,
  over,
  reach,
  measure: 'value',
});
const targets = ['durable-agents', 'durable-agents, localCalls'].flatMap((contender) => [
  targetOf(contender, 'sequential turn', 0.8),
  targetOf(contender, 'W, 50 at once', 0.8),
]);

/** A world with Postgres in it; its CPU counts as the server's, as the dev server's does. */
async function withPostgres(world: World): Promise<{ world: World; url: string }> {
  const postgres = await startPostgres();
  if ('missing' in postgres) throw new Error(`the peers need Postgres: ${postgres.missing}`);
  world.closing.add(postgres, (each) => each.close());
  const { url } = postgres;
  const pid = await pidOfServer(url);
  return { world: { ...world, serverCpuMs: () => world.serverCpuMs() + treeCpuMsOf(pid) }, url };
}

async function pidOfServer(connectionString: string): Promise<number> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const pid = parentOf(rows[0]?.pid ?? 0);
  await client.end();
  return pid;
}

async function peerPlan(world: World, url: string, peer: [string, string]): Promise<ContenderPlan> {
  const [name, script] = peer;
  const settings = { baseURL: world.baseURL, databaseUrl: await freshDatabase(url) };
  return { name, script: `../peers/${script}`, settings };
}

async function measureAll(opened: World, versions: Record<string, string>): Promise<void> {
  const { world, url } = await withPostgres(opened);
  const plans = plansFor(world).filter(({ name }) => ofTemporal.includes(name));
  plans.push(await peerPlan(world, url, [over, 'langgraph.mjs']));
  plans.push(await peerPlan(world, url, ['DBOS', 'dbos.mjs']));
  const contenders = await startAll(world, plans);
  const rounds = Number(options.rounds);
  const rows: Row[] = [];
  for (const work of cases.filter(({ name }) => compared.includes(name))) {
    console.error(`measuring: ${work.name}`);
    rows.push(await compare(world, contenders, { work, rounds }));
  }
  for (const each of contenders) await each.close();
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const parts = [timesTable(rows), cpuTable(rows), targetsTable(rows, targets)];
  const command = `npm run bench:peers -- --rounds ${rounds}`;
  const figures = { rounds, versions, rows };
  publish(
    { name: 'peers', command, parts: [`With ${used.join(', ')}.`, ...parts], figures },
    { write: options.write },
  );
}

const versions = installPeers();
const world = await openWorld();
try {
  await measureAll(world, versions);
} finally {
  await world.closing.close();
}
