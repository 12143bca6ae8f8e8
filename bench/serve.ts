/** What the service costs beside the same without it: `npm run bench:serve`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type ContenderProcess, startContender } from './contenders/contender-process.ts';
import { cpuMsOf } from './cpu.ts';
import { sqliteOf, startFleet } from './fleet.ts';
import { memoryOf } from './memory.ts';
import { connect } from './product.ts';
import { publish } from './publish.ts';
import { markdownTable, medianOf, show } from './report.ts';
import type { Follows, Seen, Starts } from './serve/followers.ts';
import type { Reached } from './serve/ways.ts';
import { startSpeaking } from './stream/follow.ts';
import { startSpeaker } from './stream/speaker.ts';
import { openWorld, type World } from './world.ts';

const { values: options } = parseArgs({
  options: {
    /** Starts in a round, and rounds of them. */
    starts: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '50' },
    /** Of each run. */
    followers: { type: 'string', default: '4' },
    /** How long each run speaks. */
    seconds: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
});

const atOnce = 20;
const pace = { everyMs: 25, pieces: Number(options.seconds) * 40 };

/** Who starts and follows, and the service between where there is one. */
interface Side {
  name: 'in code' | 'over HTTP';
  followers: ContenderProcess;
  service: ContenderProcess | null;
}

/** Megabytes before and behind, and cores between. */
interface Used {
  cores: number;
  before: number;
  after: number;
}

interface Started {
  side: Side['name'];
  perSecond: number;
  /** CPU ms a start of who starts, and of the service. */
  client: number;
  service: number;
}

/** Milliseconds. */
interface Spread {
  median: number;
  p95: number;
}

interface Followed {
  side: Side['name'];
  first: Spread;
  ages: Spread;
  followers: Used;
  service: Used | null;
}

async function openSides(world: World): Promise<Side[]> {
  const { address } = world;
  const service = await opened(world, 'service.ts', { address });
  const url = await service.ask<string>('url', null);
  const of = (reached: Reached) => opened(world, 'followers.ts', reached);
  return [
    { name: 'in code', followers: await of({ address }), service: null },
    { name: 'over HTTP', followers: await of({ url }), service },
  ];
}

async function opened(world: World, script: string, settings: object): Promise<ContenderProcess> {
  const plan = { name: script, script: `../serve/${script}`, settings };
  const started = await startContender(plan);
  if ('refused' in started) throw new Error(started.refused);
  return world.closing.add(started, (each) => each.close());
}

async function start({ name, followers, service }: Side, round: number): Promise<Started> {
  const count = Number(options.starts);
  const ids = Array.from({ length: count }, (_, index) => `start-${name[0]}${round}-${index}`);
  const cpu = () => [followers.pid, service?.pid ?? null].map((pid) => (pid ? cpuMsOf(pid) : 0));
  const before = cpu();
  const ms = await followers.ask<number>('start', { ids, atOnce } satisfies Starts);
  const [client = 0, served = 0] = cpu().map(
    (used, index) => (used - (before[index] ?? 0)) / count,
  );
  return { side: name, perSecond: (count * 1_000) / ms, client, service: served };
}

async function follow(world: World, { name, followers, service }: Side): Promise<Followed> {
  const speaker = await startSpeaker(pace);
  const config = { providers: { bench: { api: 'chat', baseURL: speaker.baseURL } } };
  const worker = await startFleet(world, sqliteOf(world), config);
  const client = await connect({ address: world.address });
  const ids = await startSpeaking(
    client,
    Number(options.runs),
    `followed ${name}`.replaceAll(' ', '-'),
  );
  while (speaker.asked < ids.length) await sleep(50);
  if (speaker.speaking < ids.length)
    throw new Error('some runs had spoken before the others began: give more --seconds');
  const follows = { ids, times: Number(options.followers) } satisfies Follows;
  const [seen, own, served] = await Promise.all([
    followers.ask<Seen>('follow', follows),
    usedBy(followers.pid),
    service === null ? Promise.resolve(null) : usedBy(service.pid),
  ]);
  await client.close();
  await worker.close();
  speaker.close();
  const [first, ages] = [spreadOf(seen.first), spreadOf(seen.ages)];
  return { side: name, first, ages, followers: own, service: served };
}

/** While the runs speak: from 3 s on, when all followers have caught up, until shortly before their end. */
async function usedBy(pid: number): Promise<Used> {
  const before = memoryOf(pid);
  await sleep(3_000);
  const began = { at: performance.now(), cpu: cpuMsOf(pid) };
  await sleep((Number(options.seconds) - 6) * 1_000);
  const cores = (cpuMsOf(pid) - began.cpu) / (performance.now() - began.at);
  return { cores, before, after: memoryOf(pid) };
}

function startsTable(sides: readonly Side[], all: readonly Started[]): string {
  const rows = sides.map(({ name, service }) => {
    const rounds = all.filter(({ side }) => side === name);
    const of = (figure: 'perSecond' | 'client' | 'service') =>
      show(medianOf(rounds.map((each) => each[figure])));
    return [name, of('perSecond'), of('client'), service === null ? '' : of('service')];
  });
  const heads = ['runs are started', 'starts/s', 'CPU ms a start: client', 'service'];
  return markdownTable(heads, rows, 1);
}

function followersTable(all: readonly Followed[]): string {
  const rows = all.map(({ side, first, ages, followers, service }) => [
    side,
    ...[first, ages].flatMap(({ median, p95 }) => [show(median), show(p95)]),
    show(followers.cores),
    memory(followers),
    service === null ? '' : show(service.cores),
    service === null ? '' : memory(service),
  ]);
  const heads = [
    'runs are followed',
    'first event, median, ms',
    'p95, ms',
    'age of text, median, ms',
    'p95, ms',
    'cores: followers',
    'MB before -> after',
    'cores: service',
    'MB before -> after',
  ];
  return markdownTable(heads, rows, 1);
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: medianOf(sorted), p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN };
}

const memory = ({ before, after }: Used): string => `${show(before)} -> ${show(after)}`;

function report(sides: readonly Side[], started: Started[], followed: Followed[]): void {
  const { starts, rounds, runs, followers, seconds } = options;
  const aboutStarts = `${starts} starts of a run that waits for a person, ${atOnce} at once; medians of ${rounds} rounds:`;
  const aboutFollowers = `${Number(runs) * Number(followers)} followers of ${runs} runs that each say 20 characters every ${pace.everyMs} ms for ${seconds} s; the followers are one process, the service another:`;
  publish(
    {
      name: 'serve',
      command: 'npm run bench:serve',
      parts: [aboutStarts, startsTable(sides, started), aboutFollowers, followersTable(followed)],
      figures: { started, followed },
    },
    { write: options.write },
  );
}

/** A worker that takes the runs which are started, as a fleet has one. */
async function startAll(world: World, sides: readonly Side[]): Promise<Started[]> {
  const config = { providers: { bench: { api: 'chat', baseURL: world.baseURL } } };
  const worker = await startFleet(world, sqliteOf(world), config);
  const all: Started[] = [];
  for (const side of sides) await start(side, 0); // the first ones load code
  for (let round = 1; round <= Number(options.rounds); round += 1)
    for (const side of sides) all.push(await start(side, round));
  await worker.close();
  return all;
}

const world = await openWorld();
try {
  const sides = await openSides(world);
  const started = await startAll(world, sides);
  const followed: Followed[] = [];
  for (const side of sides) followed.push(await follow(world, side));
  report(sides, started, followed);
} finally {
  await world.closing.close();
}
