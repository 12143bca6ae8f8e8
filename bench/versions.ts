/** What this version costs beside an earlier one, in the cases of `npm run bench`: `npm run bench:versions`. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type Case, cases } from './cases.ts';
import type { ContenderPlan } from './contenders/contender-process.ts';
import { productPlan, startAll } from './contenders/plans.ts';
import { compare } from './measure.ts';
import { publish } from './publish.ts';
import { type Figure, markdownTable, medianOf, show } from './report.ts';
import { many, model } from './wide.ts';
import { openWorld, type World } from './world.ts';

const { values: options } = parseArgs({
  options: {
    /** Folder of a checkout of the earlier version, built. */
    earlier: { type: 'string' },
    /** How often the processes are started anew: each compiles its code in its own way. */
    starts: { type: 'string', default: '4' },
    /** Rounds with the same processes. */
    rounds: { type: 'string', default: '3' },
    /** Part of the name of a case. */
    only: { type: 'string', default: '' },
    /** Block of docs/benchmark.md that the table is written into. */
    block: { type: 'string', default: 'versions' },
    write: { type: 'boolean', default: false },
  },
});

const wide: Case = {
  name: `${many} agents in one parallel`,
  unit: 'ms',
  ...model,
  groups: [many],
  runs: 1,
  concurrent: 1,
};

/** Ours, as calls are made by default and in the workflow's own worker. */
const ways = [
  { name: 'durable-agents', localCalls: false },
  { name: 'durable-agents, localCalls', localCalls: true },
];

const earlier = (name: string): string => `${name}, earlier`;

/** A case done by one of ours: what each round gave. */
interface Pairs {
  work: Case;
  name: string;
  now: Figure[];
  before: Figure[];
}

function plansFor(world: World, checkout: string): ContenderPlan[] {
  const script = pathToFileURL(resolve(checkout, 'bench/contenders/product.ts')).href;
  return ways.flatMap(({ name, localCalls }) => [
    productPlan(world, name, { localCalls }),
    { ...productPlan(world, earlier(name), { localCalls }), script },
  ]);
}

async function measureOnce(world: World, all: readonly Pairs[], checkout: string): Promise<void> {
  const contenders = await startAll(world, plansFor(world, checkout));
  for (const work of new Set(all.map((pairs) => pairs.work))) {
    console.error(`measuring: ${work.name}`);
    const row = await compare(world, contenders, { work, rounds: Number(options.rounds) });
    for (const pairs of all.filter((each) => each.work === work)) {
      pairs.now.push(...(row.rounds[pairs.name] ?? []));
      pairs.before.push(...(row.rounds[earlier(pairs.name)] ?? []));
    }
  }
  for (const each of contenders) await each.close();
}

const atMost = 1.05;

function tableOf(all: readonly Pairs[]): string {
  const lines = all.map((pairs) => {
    const { work, name, now, before } = pairs;
    const worse = ratioOf(pairs, work.unit === 'runs/s' ? perRun : ({ value }) => value);
    const cpu = ratioOf(pairs, ({ workerMs }) => workerMs);
    const reached = worse <= atMost ? 'yes' : 'no';
    return [
      work.name,
      name,
      work.unit,
      shown(before),
      shown(now),
      times(worse),
      reached,
      times(cpu),
    ];
  });
  const head = ['case', 'of', 'unit', 'earlier', 'now', 'now over earlier'];
  const limits = [`<= ${times(atMost)}`, "worker's CPU over earlier"];
  return markdownTable([...head, ...limits], lines, 3);
}

const shown = (figures: readonly Figure[]): string =>
  show(medianOf(figures.map(({ value }) => value)));

const perRun = ({ value }: Figure): number => 1 / value;

/** By medians of all starts and rounds; over 1 is worse. */
function ratioOf({ now, before }: Pairs, cost: (figure: Figure) => number): number {
  return medianOf(now.map(cost)) / medianOf(before.map(cost));
}

const times = (ratio: number): string => (Number.isNaN(ratio) ? '-' : `${ratio.toFixed(2)}x`);

async function measureAll(world: World, checkout: string): Promise<void> {
  const chosen = [...cases, wide].filter(({ name }) => name.includes(options.only));
  const all = chosen.flatMap((work) =>
    ways.map(({ name }): Pairs => ({ work, name, now: [], before: [] })),
  );
  for (let start = 0; start < Number(options.starts); start += 1)
    await measureOnce(world, all, checkout);
  const given = process.argv.slice(2).filter((word) => word !== '--write');
  const command = ['npm run bench:versions --', ...given].join(' ').replace(checkout, 'FOLDER');
  const report = { name: options.block, command, parts: [tableOf(all)], figures: { all } };
  publish(report, { write: options.write });
}

if (options.earlier === undefined)
  throw new Error('--earlier FOLDER is missing: a checkout of the earlier version, with its dist/');
const world = await openWorld();
try {
  await measureAll(world, options.earlier);
} finally {
  await world.closing.close();
}
