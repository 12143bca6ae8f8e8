import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveTurn } from '../../src/activities/events/live-turn.ts';
import { RunFollower } from '../../src/activities/events/run-follower.ts';
import { eventsInStore } from '../../src/activities/events/store-events.ts';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import { databases } from '../support/databases.ts';
import { toldWarning } from '../support/told-warning.ts';

describe.each(databases)('followers of a store on $name', (database) => {
  describe.skipIf(database.missing !== '')('where it is installed', () => {
    let stores: [Store, Store];
    let remove: () => void;

    beforeEach(async () => {
      const created = await database.create();
      remove = () => created.remove();
      stores = [await openStore(created.url), await openStore(created.url)];
    });
    afterEach(async () => {
      await Promise.all(stores.map((store) => store.close()));
      remove();
    });

    it('are read for many followers with the statements of one, each from where it stands', async () => {
      const { log } = stores[0].events;
      const call = { model: 'm', provider: 'p', agent: 'A', attempt: 1 };
      for (const run of ['a', 'b']) {
        const turn = new LiveTurn(log, {
          run,
          call: `${run}/s#1`,
          path: 'A',
          attempt: '1',
          isRepeated: false,
        });
        await log.write(run, [toldWarning('first'), toldWarning('second')]);
        turn.start(call);
        turn.text(`of ${run}`);
      }
      await sleep(300);
      const wanted = ['a@0', 'b@1', 'none@0', 'a@3:3', 'a@0', 'b@99'].map((place) => {
        const [run = '', after = ''] = place.split('@');
        return { run, after };
      });
      const followers = await RunFollower.openAll(stores[1].events, wanted);
      const seen = (all: readonly { seq: number; text?: unknown }[][]) =>
        all.map((events) => events.map(({ seq, text }) => text ?? seq));

      const all = [1, 2, 3, 'of a'];
      expect(seen(await RunFollower.readAll(followers))).toEqual([
        all,
        [2, 3, 'of b'],
        [],
        ['a'],
        all,
        ['of b'], // whoever claims to know more than there is
      ]);
      expect(seen(await RunFollower.readAll(followers))).toEqual([[], [], [], [], [], []]);
      const beginning = await RunFollower.openAll(stores[1].events, wanted);
      const [first = [], ...others] = seen(await RunFollower.readAll(beginning, 1));
      expect([first, others]).toEqual([[1], [[], [], [], [], []]]);
    });

    it('reach all who wait in a process, who look together', async () => {
      const { events } = stores[1];
      const read = vi.spyOn(events, 'read');
      const open = eventsInStore(() => Promise.resolve(stores[1]));
      const { signal } = new AbortController();
      const ending = new AbortController();
      const names = Array.from({ length: 150 }, (_, index) => `run ${index}`);
      const waiting = names.map((run) => open(run, '0').next(20_000, signal));
      const stopped = open('run 1', '0').next(20_000, ending.signal);
      const none = open('run 1', '0').next(200, signal);
      await sleep(100);
      ending.abort();
      expect(await Promise.all([stopped, none])).toEqual([[], []]);
      for (const run of names) await stores[0].events.log.write(run, [toldWarning(run)]);

      expect((await Promise.all(waiting)).map(([event]) => event?.run)).toEqual(names);
      const looks = read.mock.calls.length;
      await sleep(300);
      expect(read.mock.calls.length).toBe(looks); // nobody waits any more
      expect(Math.max(...read.mock.calls.map(([followed]) => followed.length))).toBe(100);

      const late = open('run 7', '0');
      read.mockRejectedValueOnce(new Error('away'));
      await expect(late.next(20_000, signal)).rejects.toThrow('away');
      expect(await late.next(20_000, signal)).toMatchObject([{ run: 'run 7' }]);
    });
  });
});
