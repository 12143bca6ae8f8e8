/** How fast followers read what models say, and what that costs: `npm run bench:stream`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cpuMsOf } from './cpu.ts';
import { type FleetDatabase, postgresOf, sqliteOf, startFleet } from './fleet.ts';
import { lookInto } from '../test/crash/support/ledger.ts';
import { connect } from './product.ts';
import { publish } from './publish.ts';
import { markdownTable, medianOf, show } from './report.ts';
import { follow, startSpeaking, withStore } from './stream/follow.ts';
import { startSpeaker } from './stream/speaker.ts';
import { openWorld, type World } from './world.ts';

const { values: options } = parseArgs({
  options: {
    /** Calls at once, the larger number. */
    calls: { type: 'string', default: '50' },
    /** How long each of them speaks. */
    seconds: { type: 'string', default: '15' },
    write: { type: 'boolean', default: false },
  },
});

const pace = { everyMs: 25, pieces: Number(options.seconds) * 40 };

/** One way to make calls, and to follow them. */
interface Way {
  stream: 'auto' | 'never';
  follows: 'nobody' | 'with the store' | 'through a worker';
  calls: number;
}

interface Found extends Way {
  database: string;
  ages: number[];
  /** Cores, while the calls are under way. */
  worker: number;
  follower: number;
  server: number;
  /** Transactions a second that wrote texts. */
  writes: number;
  /** Events in the history of a run. */
  events: number;
}

const many = Number(options.calls);
const ways: Way[] = [
  { stream: 'never', follows: 'nobody', calls: many },
  { stream: 'auto', follows: 'nobody', calls: many },
  { stream: 'auto', follows: 'with the store', calls: 1 },
  { stream: 'auto', follows: 'with the store', calls: many },
  { stream: 'auto', follows: 'through a worker', calls: 1 },
  { stream: 'auto', follows: 'through a worker', calls: many },
];

async function measure(world: World, database: FleetDatabase, way: Way): Promise<Found> {
  const speaker = await startSpeaker(pace);
  const bench = { api: 'chat', baseURL: speaker.baseURL };
  const config = { providers: { bench }, stream: way.stream };
  const worker = await startFleet(world, database, config);
  const client = await connect({ address: world.address });
  const store =
    way.follows === 'with the store' ? await withStore(client, database.url) : undefined;
  const ids = await startSpeaking(
    client,
    way.calls,
    `${way.stream}-${way.follows}-${way.calls}-${database.name}`,
  );
  const following = way.follows === 'nobody' ? undefined : follow(store?.client ?? client, ids);
  while (speaker.speaking < way.calls) await sleep(50);
  const used = await usedWhile(world, worker.pid, database);
  const ages = (await following) ?? [];
  await Promise.all(ids.map((id) => client.handle(id).result()));
  const events = await historyOf(world, ids[0] ?? '');
  await store?.close();
  await client.parts.close();
  await worker.close();
  speaker.close();
  console.error(`${database.name}, ${JSON.stringify(way)}: median ${show(medianOf(ages))} ms`);
  return { ...way, database: database.name, ages, ...used, events };
}

/** What is used until shortly before the calls end. */
async function usedWhile(world: World, pid: number, database: FleetDatabase) {
  const count = () => ({
    at: performance.now(),
    worker: cpuMsOf(pid),
    follower: cpuMsOf(process.pid),
    server: world.serverCpuMs(),
  });
  await sleep(2_000);
  const before = count();
  await sleep(Number(options.seconds) * 1_000 - 4_000);
  const after = count();
  const ms = after.at - before.at;
  const writes = await writesIn(database);
  return {
    worker: (after.worker - before.worker) / ms,
    follower: (after.follower - before.follower) / ms,
    server: (after.server - before.server) / ms,
    writes,
  };
}

/** Texts stay until their replies are stored: what was written together has one time. */
async function writesIn({ url }: FleetDatabase): Promise<number> {
  const tables = lookInto(url);
  const rows = await tables
    .selectFrom('live_texts')
    .select('at')
    .distinct()
    .orderBy('at')
    .execute();
  await tables.destroy();
  const [first, last] = [rows.at(0), rows.at(-1)];
  if (first === undefined || last === undefined || first === last) return 0;
  return ((rows.length - 1) * 1_000) / (Date.parse(last.at) - Date.parse(first.at));
}

async function historyOf(world: World, id: string): Promise<number> {
  const { events } = await world.temporal.workflow.getHandle(id).fetchHistory();
  return events?.length ?? 0;
}

function report(all: readonly Found[]): void {
  const rows = all.map((each) => {
    const sorted = each.ages.toSorted((a, b) => a - b);
    const p95 = sorted[Math.floor(sorted.length * 0.95)];
    const isFollowed = sorted.length > 0;
    return [
      each.database,
      each.stream === 'auto' ? 'streamed' : 'not streamed',
      String(each.calls),
      each.follows,
      isFollowed ? show(medianOf(sorted)) : '',
      isFollowed ? show(p95 ?? Number.NaN) : '',
      show(each.writes),
      [each.worker, each.follower, each.server].map(show).join(' + '),
      String(each.events),
    ];
  });
  const heads = [
    'database',
    'calls',
    'at once',
    'followed',
    'median, ms',
    'p95, ms',
    'text writes/s',
  ];
  const table = markdownTable(
    [...heads, 'cores: worker + follower + server', 'history events'],
    rows,
    3,
  );
  const about = `Each call says 20 characters every ${pace.everyMs} ms for ${options.seconds} s; a time is from the provider's piece to the follower's. To reach, with ${many} calls: 150 ms in the median with the store, 500 ms through a worker; 0.3 cores more than not streamed.`;
  publish(
    { name: 'stream', command: 'npm run bench:stream', parts: [about, table], figures: { all } },
    { write: options.write },
  );
}

const world = await openWorld();
try {
  const databases = [sqliteOf(world), await postgresOf(world)].filter((each) => each !== undefined);
  const all: Found[] = [];
  for (const database of databases)
    for (const way of ways) all.push(await measure(world, database, way));
  report(all);
} finally {
  await world.closing.close();
}
