import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StoppableCall } from '../../src/activities/stops/stops.ts';
import { databaseAddress } from '../../src/activities/store/database-url.ts';
import { postgresDialect } from '../../src/activities/store/postgres-dialect.ts';
import { SqliteFileDialect } from '../../src/activities/store/sqlite-dialect.ts';
import type { Tables } from '../../src/activities/store/tables.ts';
import { databases } from '../support/databases.ts';
import { useTwoStores } from '../support/two-stores.ts';

interface Waiting {
  run: string;
  path: string;
  call: StoppableCall;
}

/** Milliseconds until a call is stopped. */
async function untilStopped(call: StoppableCall, since: number): Promise<number> {
  if (!call.signal.aborted) {
    await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
  }
  return performance.now() - since;
}

describe.each(databases)('calls in flight on $name', (kind) => {
  const stores = useTwoStores(kind);

  /** A thousand calls of twenty runs, five teams each, that a process has been waiting for. */
  async function thousandWaiting(): Promise<Waiting[]> {
    const places = Array.from({ length: 1_000 }, (_, index) => ({
      run: `run-${index % 20}`,
      path: `exec-${index % 20}/${Math.floor(index / 20) % 5}-Team/Agent ${index}`,
    }));
    const waiting = places.map((place) => ({ ...place, call: stores.here.stops.enter(place) }));
    onTestFinished(() => waiting.forEach(({ call }) => call.release()));
    await sleep(500); // the watch has begun
    return waiting;
  }

  describe.skipIf(kind.missing !== '')('that another process stops', () => {
    it('are exactly those of the run and the paths it names, within 200 ms of the answer', async () => {
      const waiting = await thousandWaiting();
      const meant = waiting.filter(
        ({ run, path }) => run === 'run-3' || (run === 'run-8' && path.includes('/2-Team/')),
      );

      await stores.there.stops.request({ run: 'run-3', scopes: ['exec-3'] });
      await stores.there.stops.request({ run: 'run-8', scopes: ['exec-8/2-Team', 'exec-9'] });

      const since = performance.now();
      const took = await Promise.all(meant.map(({ call }) => untilStopped(call, since)));
      expect([meant.length, Math.max(...took) < 200]).toEqual([60, true]);
      await sleep(200);
      const stopped = waiting.filter(({ call }) => call.signal.aborted);
      expect(stopped.map(({ path }) => path)).toEqual(meant.map(({ path }) => path));
      expect(meant[0]?.call.signal.reason).toMatchObject({ type: 'Run.Cancelled' });
    });

    it('are all of a process, run by run', async () => {
      const waiting = await thousandWaiting();
      const runs = [...new Set(waiting.map(({ run }) => run))];

      await Promise.all(
        runs.map((run) =>
          stores.there.stops.request({ run, scopes: [run.replace('run', 'exec')] }),
        ),
      );

      const since = performance.now();
      const took = await Promise.all(waiting.map(({ call }) => untilStopped(call, since)));
      expect(Math.max(...took)).toBeLessThan(1_000);
    });

    it('are stopped too where they begin later, and where hundreds of paths are named', async () => {
      const scopes = Array.from({ length: 1_200 }, (_, index) => `exec/${index}`);
      await stores.there.stops.request({ run: 'run', scopes });

      const calls = ['exec/0', 'exec/1199', 'exec/1200'].map((path) =>
        stores.here.stops.enter({ run: 'run', path }),
      );
      await Promise.all(calls.map((call) => call.check()));

      expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
      for (const call of calls) call.release();
    });
  });

  it.skipIf(kind.missing !== '')('are stopped by what was asked in the last hour', async () => {
    const address = databaseAddress(stores.url);
    const dialect =
      address.kind === 'postgres'
        ? postgresDialect(address.url)
        : new SqliteFileDialect(address.path);
    const db = new Kysely<Tables>({ dialect });
    onTestFinished(() => db.destroy());
    await stores.there.stops.request({ run: 'old', scopes: ['exec'] });
    await stores.there.stops.request({ run: 'recent', scopes: ['exec'] });
    await ageBy(db, 'old', 61);
    await ageBy(db, 'recent', 59);

    await stores.there.stops.request({ run: 'new', scopes: ['exec'] });

    const rows = await db
      .selectFrom('stop_requests')
      .select('run_id')
      .orderBy('requested_at')
      .execute();
    expect(rows.map(({ run_id }) => run_id)).toEqual(['recent', 'new']);
  });
});

async function ageBy(db: Kysely<Tables>, run: string, minutes: number): Promise<void> {
  await db
    .updateTable('stop_requests')
    .set({ requested_at: sql<number>`requested_at - ${minutes * 60_000}` })
    .where('run_id', '=', run)
    .execute();
}
