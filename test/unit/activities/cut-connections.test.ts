import { Kysely } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Locks } from '../../../src/activities/locks/locks.ts';
import { sqliteChanges } from '../../../src/activities/store/changes.ts';
import { migrate } from '../../../src/activities/store/migrate.ts';
import { SqliteFileDialect } from '../../../src/activities/store/sqlite-dialect.ts';
import type { Tables } from '../../../src/activities/store/tables.ts';

/** A database to which the next so many statements do not come through. */
class CutDialect extends SqliteFileDialect {
  cuts = 0;

  override createDriver() {
    const driver = super.createDriver();
    const acquire = driver.acquireConnection.bind(driver);
    driver.acquireConnection = async () => {
      this.cuts -= 1;
      if (this.cuts >= 0) throw new Error('Connection terminated unexpectedly');
      return await acquire();
    };
    return driver;
  }
}

async function cutLocks() {
  const dialect = new CutDialect(':memory:');
  const db = new Kysely<Tables>({ dialect });
  await migrate(db);
  const locks = new Locks(db, sqliteChanges(db));
  onTestFinished(async () => {
    await locks.close();
    await db.destroy();
  });
  return { dialect, locks };
}

const request = {
  namespace: 'file',
  key: 'a',
  requestId: 'call-1',
  token: 'attempt-1',
  holder: 'A',
  leaseMs: 30_000,
};

describe('a lock that is asked for while connections are cut', () => {
  it('is granted when the database is there again, within the wait', async () => {
    const { dialect, locks } = await cutLocks();
    dialect.cuts = 3;

    const lock = await locks.acquire(request, { waitMs: 5_000 });

    expect(lock.fencing).toBe(1);
    await lock.release();
  });

  it('is given up with what the database said when the wait is over', async () => {
    const { dialect, locks } = await cutLocks();
    dialect.cuts = 1_000;

    await expect(locks.acquire(request, { waitMs: 200 })).rejects.toThrow(/Connection terminated/);
    dialect.cuts = 0;
  });
});
