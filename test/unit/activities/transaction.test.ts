import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/activities/store/tables.ts';
import { inTransaction } from '../../../src/activities/store/transaction.ts';
import { rejection } from './fixtures.ts';

/** A database whose transactions fail with these, one after the other, and then succeed. */
function failing(...errors: unknown[]) {
  let tries = 0;
  const execute = async (body: (db: Database) => Promise<unknown>) => {
    const error = errors[tries];
    tries += 1;
    if (error !== undefined) throw error;
    return await body(db);
  };
  const db = { isTransaction: false, transaction: () => ({ execute }) } as unknown as Database;
  return { db, tries: () => tries };
}

const coded = (code: string) => Object.assign(new Error(code), { code });

describe('a transaction', () => {
  it('is tried again after a deadlock and after a conflict', async () => {
    const { db, tries } = failing(coded('40P01'), new Error('x', { cause: coded('40001') }));
    expect(await inTransaction(db, () => Promise.resolve('done'))).toBe('done');
    expect(tries()).toBe(3);
  });

  it('is given up after six deadlocks, and at once for any other reason', async () => {
    const busy = failing(...Array.from({ length: 9 }, () => coded('40P01')));
    expect(await rejection(inTransaction(busy.db, () => Promise.resolve()))).toMatchObject({
      code: '40P01',
    });
    expect(busy.tries()).toBe(6);
    const wrong = failing(coded('23505'));
    await rejection(inTransaction(wrong.db, () => Promise.resolve()));
    expect(wrong.tries()).toBe(1);
  });

  it('inside another one is a part of it', async () => {
    const db = { isTransaction: true } as unknown as Database;
    expect(await inTransaction(db, (given) => Promise.resolve(given))).toBe(db);
  });
});
