import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunFollower } from '../../src/activities/events/run-follower.ts';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import type { ToldEvent } from '../../src/core/events.ts';
import { databases } from '../support/databases.ts';

const warning = (key: string, message = key): ToldEvent => ({
  type: 'warning',
  warning: 'W',
  message,
  key,
  path: '',
});

const all = { after: 0, limit: 10_000 };

describe.each(databases)('events in a store on $name', (database) => {
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

    it('are numbered without gaps, each once, whoever tells them at the same time', async () => {
      const tell = (store: Store, from: number) =>
        Promise.all(
          Array.from({ length: 40 }, (_, index) =>
            store.events.log.write('run', [
              warning(`${from + index}`),
              warning(`${from + index + 1}`),
              warning(`${from + index}`),
            ]),
          ),
        );

      await Promise.all([tell(stores[0], 0), tell(stores[1], 20), tell(stores[1], 60)]);

      const rows = await stores[0].events.read('run', all);
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
      expect(rows.map(({ key }) => Number(key)).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 101 }, (_, index) => index),
      );
      expect(await stores[0].events.read('another run', all)).toEqual([]);
    });

    it('are written soon and in order, with whatever stands in them', async () => {
      const message = 'a \0 NUL, half a \ud83d character, "quotes" and 100 % ? $1 :x';
      for (let index = 0; index < 600; index += 1)
        stores[0].events.log.tell('run', [warning(`${index}`, `${index} ${message}`)]);
      await sleep(500);

      const rows = await stores[1].events.read('run', all);

      expect(rows.map(({ key }) => key)).toEqual(Array.from({ length: 600 }, (_, at) => `${at}`));
      expect(JSON.parse(rows[7]?.data ?? '')).toEqual({
        warning: 'W',
        message: '7 a \ufffd NUL, half a \ufffd character, "quotes" and 100 % ? $1 :x',
      });
    });

    it('have the text of a turn as it comes, from any place, until it is told whole', async () => {
      const { log } = stores[0].events;
      const turn = { call: 'call', turn: 'call@1' };
      const started = { type: 'turn.started', agent: 'A', provider: 'p', model: 'm', attempt: 1 };
      log.tell('run', [{ ...started, key: 'call@1', path: 'A' } as ToldEvent], 'call');
      log.speak({ ...turn, start: 0, text: 'Ja 😀' });
      log.speak({ ...turn, start: 5, text: ' und' });
      await sleep(300);
      const follower = await RunFollower.open(stores[1].events, 'run', '0');

      expect(await follower.read()).toMatchObject([
        { type: 'turn.started', seq: 1, cursor: '1' },
        { type: 'text.delta', seq: 1, text: 'Ja 😀 und', offset: 0, turn: 1, cursor: '1:9' },
      ]);
      expect(await follower.read()).toEqual([]);
      log.speak({ ...turn, start: 9, text: ' nein' });
      await sleep(300);
      expect(await follower.read()).toMatchObject([{ text: ' nein', offset: 9, cursor: '1:14' }]);
      const later = await RunFollower.open(stores[1].events, 'run', '1:5');
      expect(await later.read()).toMatchObject([{ text: ' und nein', offset: 5 }]);
    });
  });
});
