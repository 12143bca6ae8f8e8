import type { Database } from './tables.ts';

/** What the answered calls of runs have cost in US dollars; `null` where a price is not known. */
export async function readRunCosts(
  db: Database,
  runs: readonly string[],
): Promise<Map<string, number | null>> {
  if (runs.length === 0) return new Map();
  const rows = await db
    .selectFrom('model_calls')
    .select(({ fn }) => [
      'run',
      fn.sum<number | string>('cost').as('cost'),
      fn.countAll<number | string>().as('calls'),
      fn.count<number | string>('cost').as('priced'),
    ])
    .where('run', 'in', [...runs])
    .where('status', '=', 'completed')
    .groupBy('run')
    .execute();
  const known = new Map(
    rows.map(({ run, cost, calls, priced }) => [
      run,
      Number(calls) === Number(priced) ? Number(cost) : null,
    ]),
  );
  return new Map(runs.map((run) => [run, known.has(run) ? (known.get(run) ?? null) : 0]));
}

/** Which runs got a reply of the simulated model; those that got none at all yet are not among them. */
export async function readSimulated(
  db: Database,
  runs: readonly string[],
): Promise<Map<string, boolean>> {
  if (runs.length === 0) return new Map();
  const rows = await db
    .selectFrom('model_calls')
    .select(({ fn }) => ['run', fn.max('simulated').as('simulated')])
    .where('run', 'in', [...runs])
    .where('status', '=', 'completed')
    .groupBy('run')
    .execute();
  return new Map(rows.map(({ run, simulated }) => [run, simulated === 1]));
}
