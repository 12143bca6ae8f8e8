import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocks, type OpenLocks } from '../../src/workers/index.ts';
import { databases } from '../support/databases.ts';
import { expected, grants, play, processes } from './support/lock-scene.ts';
import { firstEntries } from './support/resource.ts';
import { record } from './support/results.ts';
import type { Scenario } from './support/scenarios.ts';
import { untilTrue } from './support/world.ts';

const scenarioOf: Record<string, Scenario> = { SQLite: 'lockSqlite', Postgres: 'lockPostgres' };

describe.each(databases)('a lock on $name', ({ name, missing, create }) => {
  describe.skipIf(missing !== '')(`that ${processes} processes want`, () => {
    let url: string;
    let remove: () => void;
    let locks: OpenLocks;

    beforeAll(async () => {
      ({ url, remove } = await create());
      locks = await openLocks(url);
    });
    afterAll(async () => {
      await locks?.close();
      remove?.();
    });

    it('is given to one at a time in the order they asked, past a killed waiter and a stopped holder, whose late write is refused', async () => {
      const untilInLine = (count: number) =>
        untilTrue(async () => {
          const [lock] = await locks.list();
          return lock?.waiters.length === count;
        }, `${count} in line`);

      const played = await play({ script: 'processes/lock-holder.ts', place: url, untilInLine });

      record(scenarioOf[name] ?? 'lockSqlite', 'ours', played.figures);
      const entered = played.writes.filter(({ what, accepted }) => accepted && what === 'enter');
      const numbers = entered.map(({ fencing }) => fencing);
      expect(numbers).toEqual(numbers.toSorted((a, b) => Number(a) - Number(b)));
      expect(new Set(numbers).size, 'a number a grant').toBe(grants);
      expect(firstEntries(played.writes)).toEqual(expected);
      expect(played.lateAccepted).toBe(false);
      expect(played.figures).toMatchObject({
        served: expected.length,
        grants,
        'two holders at once': 0,
        'late writes taken': 0,
        'late writes refused': 1,
      });
    });
  });
});

describe('a lock by hand: a row with a time to live', () => {
  it(`that ${processes} processes want`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'durable-agents-bare-'));
    const place = join(folder, 'lock.db');
    const db = new Sqlite(place);
    db.pragma('journal_mode = wal');
    db.exec('create table lock (holder text, expires integer)');
    db.exec('insert into lock values (null, 0)');
    db.close();

    const untilInLine = () => sleep(50);
    const played = await play({ script: 'bare/ttl-lock.ts', place, untilInLine });

    record('lockSqlite', 'bare', played.figures);
    rmSync(folder, { recursive: true, force: true });
    expect(played.figures['grants']).toBeGreaterThan(0);
  });
});
