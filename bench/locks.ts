/** What a lock costs, beside what is written by hand in ten minutes: `npm run bench:locks`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freshDatabase, startPostgres } from '../test/support/postgres.ts';
import { type LockContenderName, openContender } from './locks/contenders.ts';
import { overheadOf } from './locks/turns.ts';
import { publish } from './publish.ts';
import { markdownTable, medianOf } from './report.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });

const contenders: LockContenderName[] = ['durable-agents', 'baseline'];
const holdMs = 5;

/** Median milliseconds of taking and freeing a lock that nobody else wants. */
async function alone(contender: LockContenderName, url: string): Promise<number> {
  const opened = await openContender(contender, url);
  const took: number[] = [];
  for (let turn = 0; turn < 250; turn += 1) {
    const since = performance.now();
    await opened.withLock(async () => {});
    if (turn >= 50) took.push(performance.now() - since);
  }
  await opened.close();
  return medianOf(took);
}

const cases: Record<string, (contender: LockContenderName, url: string) => Promise<number>> = {
  'taken and freed alone': alone,
  '40 waiters x 5, 1 process': (contender, url) =>
    overheadOf(1, { contender, url, waiters: 40, times: 5, holdMs }),
  '40 waiters x 5, 8 processes': (contender, url) =>
    overheadOf(8, { contender, url, waiters: 5, times: 5, holdMs }),
};

interface LockRow {
  database: string;
  case: string;
  /** Milliseconds a turn, one figure a round. */
  rounds: Record<LockContenderName, number[]>;
}

/** Both in turn, so that a machine that slows down slows both. */
async function rowOf(database: string, name: string, url: string): Promise<LockRow> {
  const rounds: LockRow['rounds'] = { 'durable-agents': [], baseline: [] };
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const each of contenders)
      rounds[each].push((await cases[name]?.(each, url)) ?? Number.NaN);
  }
  return { database, case: name, rounds };
}

function tableOf(rows: readonly LockRow[]): string {
  const lines = rows.map(({ database, case: name, rounds }) => {
    const [ours, baseline] = [medianOf(rounds['durable-agents']), medianOf(rounds.baseline)];
    return [database, name, ...[ours, baseline, ours / baseline].map((each) => each.toFixed(2))];
  });
  const numbers = ['durable-agents, ms a turn', 'by hand, ms a turn', 'ratio'];
  return markdownTable(['database', 'case', ...numbers], lines);
}

const folder = mkdtempSync(join(tmpdir(), 'durable-agents-bench-'));
const postgres = await startPostgres();
try {
  const urls: Record<string, string> = { SQLite: join(folder, 'store.db') };
  if ('url' in postgres) urls['Postgres'] = await freshDatabase(postgres.url);
  else console.error(`without Postgres: ${postgres.missing}`);
  const rows: LockRow[] = [];
  for (const [database, url] of Object.entries(urls)) {
    for (const name of Object.keys(cases)) rows.push(await rowOf(database, name, url));
  }
  const command = `npm run bench:locks -- --rounds ${options.rounds}`;
  publish(
    { name: 'locks', command, parts: [tableOf(rows)], figures: { rows } },
    { write: false }, // docs/locks.md tells of them
  );
} finally {
  if ('url' in postgres) await postgres.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
