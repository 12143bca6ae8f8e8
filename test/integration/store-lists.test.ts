import { describe, expect, it } from 'vitest';
import { listWork } from '../../src/activities/lists/list-work.ts';
import { fill } from '../../src/core/content.ts';
import { Failure } from '../../src/core/failures.ts';
import type { SettledItem } from '../../src/core/list-items.ts';
import { databases } from '../support/databases.ts';
import { useTwoStores } from '../support/two-stores.ts';

const owner = { list: 'execution', step: 'run', run: 'run' };
const texts = (count: number) => Array.from({ length: count }, (_, index) => `text ${index + 1}`);
const good = (index: number): SettledItem => ({
  ...{ index, content: `answer ${index}`, error: null, cost: 0.5 },
});
const bad = (index: number): SettledItem => {
  const error = { type: Failure.modelRejected, message: 'refused', retryable: false };
  return { index, content: null, error, cost: null };
};
const all = { after: 0, state: null, limit: 10_000 };

describe.each(databases)('lists on $name', (kind) => {
  const stores = useTwoStores(kind);
  const indexes = async (list: string, range = {}) =>
    (await stores.there.lists.read(list, { ...all, ...range })).map(({ index }) => index);

  describe.skipIf(kind.missing !== '')('where it is installed', () => {
    it('hold each item once, in order, also where two store them at once and again', async () => {
      const { here, there } = stores;
      const items = texts(2_300);
      await Promise.all([here.lists.put(owner, items), there.lists.put(owner, items)]);
      expect(await there.lists.put(owner, items)).toEqual({
        list: 'execution',
        total: 2_300,
        succeeded: 0,
      });
      expect(await indexes('execution')).toEqual(items.map((_, index) => index + 1));
      const [last] = await there.lists.read('execution', { ...all, after: 2_299 });
      if (last === undefined) throw new Error('the last one is lost');
      const [stored] = await here.messages.read(['execution#2300']);
      expect(fill(last.input, () => stored?.text ?? '')).toBe('text 2300');
    });

    it('say what came of which, in pages of any state', async () => {
      const { here } = stores;
      await here.lists.put(owner, texts(7));
      await here.lists.settle('execution', [good(2), bad(3), good(5), bad(6)]);
      await here.lists.settle('execution', [good(2)]);
      expect(await here.lists.counts('execution')).toEqual({ total: 7, succeeded: 2, failed: 2 });
      expect(await indexes('execution', { state: 'failed' })).toEqual([3, 6]);
      expect(await indexes('execution', { state: 'pending', after: 1, limit: 1 })).toEqual([4]);
      expect(await indexes('execution', { after: 2, upTo: 4 })).toEqual([3, 4]);
      const [second, third] = await here.lists.read('execution', { ...all, after: 1 });
      expect(second).toMatchObject({ state: 'succeeded', content: 'answer 2', cost: 0.5 });
      expect(third).toMatchObject({ state: 'failed', content: null, error: bad(3).error });
      expect(second?.input).toEqual({ parts: [{ message: 'execution#2', bytes: 6 }] });
    });

    it('are found by their step, the newest that is whole', async () => {
      const { here, there } = stores;
      await here.lists.put(owner, texts(1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      await here.lists.put({ ...owner, list: 'again' }, texts(2));
      expect(await there.lists.ofStep('run')).toBe('again');
      expect(await there.lists.ofStep('run/other')).toBeUndefined();
      expect(await there.lists.find('unknown')).toBeUndefined();
    });

    it('go on in another run with what succeeded, and the rest to be done', async () => {
      const { here, there } = stores;
      await here.lists.put(owner, texts(4));
      await here.lists.settle('execution', [good(1), bad(2), good(4)]);
      const work = listWork(there);
      const next = { list: 'next', step: 'run~2', run: 'run~2', earlier: 'run' };
      expect(await work.copyList(next)).toEqual({ list: 'next', total: 4, succeeded: 2 });
      expect(await work.copyList(next)).toEqual({ list: 'next', total: 4, succeeded: 2 });
      expect(await work.partsOf({ list: 'next', length: 1 })).toEqual([
        [2, 2],
        [3, 3],
      ]);
      const open = await work.openItems({ list: 'next', from: 1, to: 4 });
      expect(open.map(({ index }) => index)).toEqual([2, 3]);
      const [first, second] = await there.lists.read('next', all);
      expect(first).toMatchObject({ state: 'succeeded', content: 'answer 1', cost: 0.5 });
      expect(second).toMatchObject({ state: 'pending', error: null, cost: null });
    });

    it('give the answers that succeeded as texts of a bounded length', async () => {
      const { here, there } = stores;
      await here.lists.put(owner, texts(450));
      await here.lists.settle(
        'execution',
        texts(450).map((_, index) => (index === 0 ? bad(1) : good(index + 1))),
      );
      const wanted = { list: 'execution', run: 'run', itemName: 'item', bytes: 2_000 };
      const gathered = await listWork(there).gatherAnswers(wanted);
      expect(gathered.length).toBeGreaterThan(2);
      expect(await listWork(here).gatherAnswers(wanted)).toEqual(gathered);
      const ids = gathered.flatMap((text) =>
        typeof text === 'string' ? [] : text.parts.flatMap((part) => Object(part).message ?? []),
      );
      const whole = (await here.messages.read(ids as string[])).map(({ text }) => text).join('');
      const found = [...whole.matchAll(/agent="item (\d+)">\nanswer \1\n/g)].map(([, n]) =>
        Number(n),
      );
      expect(found).toEqual(texts(449).map((_, index) => index + 2));
    });
  });
});
