import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/activities/store/open-store.ts';
import type { Message } from '../../src/activities/store/thread-messages.ts';
import type { Range } from '../../src/activities/store/thread-pages.ts';
import { databases } from '../support/databases.ts';
import { useTwoStores } from '../support/two-stores.ts';

/** Messages of these lengths, numbered from 1. */
async function say(store: Store, lengths: readonly number[]): Promise<void> {
  const said = { author: 'user', role: 'user', run: '' } as const;
  await store.threads.add('other', [{ id: 'o1', content: 'other', ...said }]);
  await store.threads.add(
    'talk',
    lengths.map((length, index) => ({ id: `m${index + 1}`, content: 'x'.repeat(length), ...said })),
  );
}

async function pagesOf(store: Store, range: Range): Promise<number[][]> {
  const pages: Message[][] = [];
  for await (const page of store.threads.pages('talk', range)) pages.push(page);
  return pages.map((page) => page.map(({ sequence }) => sequence));
}

const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);

describe.each(databases)('the pages of a thread on $name', (kind) => {
  const stores = useTwoStores(kind);

  describe.skipIf(kind.missing !== '')('where it is installed', () => {
    it('hold a hundred messages, from either end, and none is missing', async () => {
      await say(
        stores.here,
        Array.from({ length: 250 }, () => 10),
      );
      expect(await pagesOf(stores.here, { order: 'oldest' })).toEqual([
        upTo(100),
        upTo(100, 101),
        upTo(50, 201),
      ]);
      const newest = await pagesOf(stores.here, { order: 'newest' });
      expect(newest.map(({ length }) => length)).toEqual([100, 100, 50]);
      expect(newest.flat()).toEqual(upTo(250).toReversed());
    });

    it('hold fewer where these are long, and one that is very long by itself', async () => {
      await say(stores.here, [100_000, 100_000, 100_000, 900_000, 1, 900_000]);
      expect(await pagesOf(stores.here, { order: 'oldest' })).toEqual([[1, 2], [3], [4], [5], [6]]);
      expect(await pagesOf(stores.here, { order: 'newest' })).toEqual([[6], [5], [4], [3, 2], [1]]);
    });

    it('keep to a range and to a limit', async () => {
      await say(
        stores.here,
        Array.from({ length: 250 }, () => 10),
      );
      const range = { after: 20, before: 141 };
      const oldest = await pagesOf(stores.here, { order: 'oldest', ...range });
      expect(oldest).toEqual([upTo(100, 21), upTo(20, 121)]);
      const newest = await pagesOf(stores.here, { order: 'newest', ...range, limit: 3 });
      expect(newest).toEqual([[140, 139, 138]]);
      expect(await pagesOf(stores.here, { order: 'oldest', limit: 100 })).toEqual([upTo(100)]);
      expect(await pagesOf(stores.here, { order: 'oldest', limit: 0 })).toEqual([]);
      expect(await pagesOf(stores.here, { order: 'oldest', after: 250 })).toEqual([]);
    });
  });
});
