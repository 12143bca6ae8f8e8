/** What a lock costs, beside what is written by hand in ten minutes: `npm run bench:locks`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freshDatabase, startPostgres } from '../test/support/postgres.ts';
import { type LockSideName, openSide } from './lock-sides.ts';
import { overheadOf } from './lock-turns.ts';
import { machine } from './report.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });

const names: LockSideName[] = ['durable-agents', 'bare'];
const holdMs = 5;

/** Median milliseconds of taking and freeing a lock that nobody else wants. */
async function alone(side: LockSideName, url: string): Promise<number> {
  const opened = await openSide(side, url);
  const took: number[] = [];
  for (let turn = 0; turn < 250; turn += 1) {
    const since = performance.now();
    await opened.withLock(async () => {});
    if (turn >= 50) took.push(performance.now() - since);
  }
  await opened.close();
  return medianOf(took);
}

const cases: Record<string, (side: LockSideName, url: string) => Promise<number>> = {
  'taken and freed alone': alone,
  '40 waiters x 5, 1 process': (side, url) =>
    overheadOf(1, { side, url, waiters: 40, times: 5, holdMs }),
  '40 waiters x 5, 8 processes': (side, url) =>
    overheadOf(8, { side, url, waiters: 5, times: 5, holdMs }),
};

/** A row: both sides in turn, so that a machine that slows down slows both. */
async function rowOf(kind: string, name: string, url: string): Promise<string> {
  const all: Record<LockSideName, number[]> = { 'durable-agents': [], bare: [] };
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const side of names) all[side].push((await cases[name]?.(side, url)) ?? Number.NaN);
  }
  const [ours, bare] = [medianOf(all['durable-agents']), medianOf(all.bare)];
  return `| ${kind} | ${name} | ${ours.toFixed(2)} | ${bare.toFixed(2)} | ${(ours / bare).toFixed(2)} |`;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const folder = mkdtempSync(join(tmpdir(), 'durable-agents-bench-'));
const postgres = await startPostgres();
try {
  const urls: Record<string, string> = { SQLite: join(folder, 'store.db') };
  if ('url' in postgres) urls['Postgres'] = await freshDatabase(postgres.url);
  else console.error(`without Postgres: ${postgres.missing}`);
  console.log('| database | case | durable-agents, ms a turn | by hand, ms a turn | ratio |');
  console.log('|---|---|---:|---:|---:|');
  for (const [kind, url] of Object.entries(urls)) {
    for (const name of Object.keys(cases)) console.log(await rowOf(kind, name, url));
  }
  console.log(JSON.stringify(machine()));
} finally {
  if ('url' in postgres) await postgres.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
