import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/activities/store/open-store.ts';
import { databases } from '../support/databases.ts';
import { useTwoStores } from '../support/two-stores.ts';

/** Has a run of a user write into a thread, as runs do that nobody starts over HTTP. */
async function write(store: Store, thread: string, by: { run: string; user: string | null }) {
  const { run, user } = by;
  await store.ledger.start({
    execution: run,
    step: 'ann',
    number: 1,
    requestHash: 'a'.repeat(64),
    owner: { run, workflow: run, user },
    agentName: 'Ann',
    provider: 'house',
    model: 'm',
    simulated: false,
    input: { after: null, messages: [] },
    workflowRun: run,
    path: `${run}/ann`,
  });
  const said = { author: 'user', role: 'user', content: 'Hi', run } as const;
  await store.threads.add(thread, [{ id: `${thread}-${run}`, ...said }]);
}

describe.each(databases)('whose a thread is, on $name', (kind) => {
  const stores = useTwoStores(kind);

  describe.skipIf(kind.missing !== '')('where it is installed', () => {
    it('is settled once, whoever asks at the same time', async () => {
      const claims = Array.from({ length: 10 }, (_, at) => {
        const { reads } = (at % 2 === 0 ? stores.here : stores.there).threads;
        return reads.claim({ thread: 'new', user: `user-${at}` });
      });
      const owners = new Set(await Promise.all(claims));
      expect(owners.size).toBe(1);
      const [owner] = owners;
      expect(await stores.there.threads.reads.owner('new')).toBe(owner);
      expect(await stores.here.threads.reads.claim({ thread: 'new', user: null })).toBe(owner);
    });

    it('is told by the run that has written first, where nobody has claimed it', async () => {
      const { here } = stores;
      await write(here, 'phils', { run: 'run-1', user: 'phil' });
      await write(here, 'phils', { run: 'run-2', user: 'mona' });
      await write(here, 'nobodys', { run: 'run-3', user: null });
      const { reads } = stores.there.threads;
      expect(await reads.owner('phils')).toBe('phil');
      expect(await reads.owner('nobodys')).toBe(null);
      expect(await reads.owner('none')).toBe(undefined);
      expect(await reads.claim({ thread: 'phils', user: 'mona' })).toBe('phil');
      expect(await reads.claim({ thread: 'nobodys', user: 'mona' })).toBe(null);
      expect(await reads.owner('nobodys')).toBe(null);
    });

    it('is nobody’s again when all starts that were to write there first are refused', async () => {
      const [{ reads: here }, { reads: there }] = [stores.here.threads, stores.there.threads];
      const thread = 'late';
      expect(await here.claim({ thread, user: 'phil', start: 'one' })).toBe('phil');
      expect(await there.claim({ thread, user: 'phil', start: 'two' })).toBe('phil');
      expect(await there.claim({ thread, user: 'mona', start: 'three' })).toBe('phil');
      await here.giveBack({ thread, start: 'one' });
      await here.giveBack({ thread, start: 'one' }); // a worker may be asked twice
      await here.giveBack({ thread, start: 'three' }); // which never had it
      expect(await there.claim({ thread, user: 'mona', start: 'four' })).toBe('phil');
      await there.giveBack({ thread, start: 'two' });
      expect(await here.owner(thread)).toBe(undefined);
      expect(await here.claim({ thread, user: 'mona', start: 'five' })).toBe('mona');
    });

    it('stays what it is once it was written into, or is claimed for good', async () => {
      const { reads } = stores.here.threads;
      await reads.claim({ thread: 'said', user: 'phil', start: 'one' });
      await write(stores.here, 'said', { run: 'run-1', user: 'phil' });
      await reads.giveBack({ thread: 'said', start: 'one' });
      expect(await reads.owner('said')).toBe('phil');
      await reads.claim({ thread: 'kept', user: 'phil' });
      await reads.claim({ thread: 'kept', user: 'phil', start: 'one' });
      await reads.giveBack({ thread: 'kept', start: 'one' });
      expect(await reads.owner('kept')).toBe('phil');
      await reads.claim({ thread: 'both', user: 'phil', start: 'one' });
      await reads.claim({ thread: 'both', user: 'phil' });
      await reads.giveBack({ thread: 'both', start: 'one' });
      expect(await reads.owner('both')).toBe('phil');
      await reads.giveBack({ thread: 'never', start: 'one' });
      expect(await reads.owner('never')).toBe(undefined);
    });

    it('chooses which are listed, the newest first and page by page', async () => {
      const { here } = stores;
      for (const [at, user] of ['phil', 'mona', 'phil', 'phil'].entries())
        await write(here, `t${at}`, { run: `run-${at}`, user });
      await here.threads.reads.claim({ thread: 'empty', user: 'phil' });
      const { reads } = stores.there.threads;
      const all = await reads.list({ limit: 10 });
      expect(all.threads.map(({ id }) => id)).toEqual(['t3', 't2', 't1', 't0']);
      const first = await reads.list({ limit: 2, user: 'phil' });
      expect(first.threads).toMatchObject([
        { id: 't3', messages: 1, user: 'phil' },
        { id: 't2', user: 'phil' },
      ]);
      const rest = await reads.list({ limit: 2, user: 'phil', after: first.next ?? '' });
      expect(rest).toMatchObject({ threads: [{ id: 't0' }], next: null });
    });
  });
});
