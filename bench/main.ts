/** What durability costs, beside what is written by hand on Temporal alone: `npm run bench`. */
import { parseArgs } from 'node:util';
import { cases } from './cases.ts';
import type { ContenderPlan } from './contenders/contender-process.ts';
import { plansFor, startAll } from './contenders/plans.ts';
import { compare } from './measure.ts';
import { publish } from './publish.ts';
import { cpuTable, type Row, timesTable } from './report.ts';
import { targetsTable } from './targets.ts';
import { measureWide, wideTable } from './wide.ts';
import { openWorld, type World } from './world.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** Part of the name of a case; `wide` is the one of 400 agents. */
    only: { type: 'string', default: '' },
    /** Names, with semicolons between. Default: all. */
    contenders: { type: 'string', default: '' },
    'plain-server': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const wideName = 'wide: 400 agents in one parallel';
const wideOnes = [
  'durable-agents',
  'durable-agents, localCalls',
  'baseline eager',
  'baseline local',
];

async function measureAll(world: World): Promise<void> {
  const names = options.contenders.split(';').filter((name) => name !== '');
  const plans = plansFor(world).filter(({ name }) => names.length === 0 || names.includes(name));
  const rounds = Number(options.rounds);
  const rows = await measureCases(world, plans, rounds);
  const wideOf = wideName.includes(options.only) ? wideOnes : [];
  const wide = await measureWide(
    world,
    plans.filter(({ name }) => wideOf.includes(name)),
  );
  const parts = [
    ...(rows.length > 0 ? [timesTable(rows), cpuTable(rows), targetsTable(rows)] : []),
    ...(wide.length > 0 ? [wideTable(wide)] : []),
  ];
  const figures = { rounds, rows, wide };
  publish({ name: nameOf(), command: commandOf(), parts, figures }, { write: options.write });
}

async function measureCases(
  world: World,
  plans: readonly ContenderPlan[],
  rounds: number,
): Promise<Row[]> {
  const chosen = cases.filter(({ name }) => name.includes(options.only));
  if (chosen.length === 0) return [];
  const contenders = await startAll(world, plans);
  const rows: Row[] = [];
  for (const work of chosen) {
    console.error(`measuring: ${work.name}`);
    rows.push(await compare(world, contenders, { work, rounds }));
  }
  for (const each of contenders) await each.close(); // what comes next is measured without them
  return rows;
}

/** Figures on a plain server stand beside the others, not in their place. */
const nameOf = (): string => (options['plain-server'] ? 'main-plain-server' : 'main');

function commandOf(): string {
  const given = process.argv.slice(2).filter((word) => word !== '--write');
  return ['npm run bench', ...(given.length > 0 ? ['--', ...given] : [])].join(' ');
}

if (options.write && options.only + options.contenders !== '')
  throw new Error('--write is for all cases and contenders: a part would replace the whole table');
const world = await openWorld({ plainServer: options['plain-server'] });
try {
  await measureAll(world);
} finally {
  await world.closing.close();
}
