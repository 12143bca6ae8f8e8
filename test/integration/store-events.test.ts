import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { argumentsOf } from '../../src/activities/events/live-arguments.ts';
import { LiveTurn } from '../../src/activities/events/live-turn.ts';
import { RunFollower } from '../../src/activities/events/run-follower.ts';
import type { AnsweredCall } from '../../src/activities/store/complete-call.ts';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import { postgresDialect } from '../../src/activities/store/postgres-dialect.ts';
import { SqliteFileDialect } from '../../src/activities/store/sqlite-dialect.ts';
import type { StartedCall } from '../../src/activities/store/start-call.ts';
import type { ToldEvent } from '../../src/core/events.ts';
import { noUsage } from '../../src/core/usage.ts';
import { databases } from '../support/databases.ts';
import { eventsOf } from '../support/events-of.ts';
import { toldWarning } from '../support/told-warning.ts';

/** From now on, events whose key begins so are refused. */
async function refuseEvents(url: string): Promise<void> {
  const isPostgres = url.startsWith('postgres');
  const dialect = isPostgres
    ? postgresDialect(url)
    : new SqliteFileDialect(url.slice('file:'.length));
  const db = new Kysely<unknown>({ dialect });
  const refusing = isPostgres
    ? sql`alter table events add check (key not like 'refused%')`
    : sql`create trigger refused before insert on events when new.key like 'refused%'
        begin select raise(abort, 'not this one'); end`;
  await refusing.execute(db);
  await db.destroy();
}

const key = { execution: 'e', step: 's', number: 1, requestHash: 'hash' };

const startedCall: StartedCall = {
  ...key,
  owner: { run: 'run', workflow: 'run', user: null },
  agentName: 'A',
  provider: 'p',
  model: 'm',
  simulated: false,
  input: { after: null, messages: [] },
  workflowRun: 'run-id',
  path: '',
};

const answeredCall: Omit<AnsweredCall, 'told'> = {
  ...key,
  run: 'run',
  agentName: 'A',
  content: 'Yes.',
  turn: null,
  model: 'm',
  usage: noUsage,
  cacheWriteTokens: 0,
  cost: 0,
  simulated: false,
  durationMs: 1,
  problem: null,
  warnings: [],
  thread: null,
};

const answeredTurn = { run: 'run', call: 'e/s#1', attempt: '1', isRepeated: false };

describe.each(databases)('events in a store on $name', (database) => {
  describe.skipIf(database.missing !== '')('where it is installed', () => {
    let stores: [Store, Store];
    let remove: () => void;
    let url: string;

    beforeEach(async () => {
      const created = await database.create();
      remove = () => created.remove();
      url = created.url;
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
              toldWarning(`${from + index}`),
              toldWarning(`${from + index + 1}`),
              toldWarning(`${from + index}`),
            ]),
          ),
        );

      await Promise.all([tell(stores[0], 0), tell(stores[1], 20), tell(stores[1], 60)]);

      const rows = await eventsOf(stores[0].events, 'run');
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
      expect(rows.map(({ key }) => Number(key)).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 101 }, (_, index) => index),
      );
      expect(await eventsOf(stores[0].events, 'another run')).toEqual([]);
    });

    it('are written soon and in order, with whatever stands in them', async () => {
      const message = 'a \0 NUL, half a \ud83d character, "quotes" and 100 % ? $1 :x';
      for (let index = 0; index < 600; index += 1)
        stores[0].events.log.tell('run', [toldWarning(`${index}`, `${index} ${message}`)]);
      await sleep(500);

      const rows = await eventsOf(stores[1].events, 'run');

      expect(rows.map(({ key }) => key)).toEqual(Array.from({ length: 600 }, (_, at) => `${at}`));
      expect(JSON.parse(rows[7]?.data ?? '')).toEqual({
        warning: 'W',
        message: '7 a \ufffd NUL, half a \ufffd character, "quotes" and 100 % ? $1 :x',
      });
    });

    it('are written whatever their names hold, and so is what is said', async () => {
      const { log } = stores[0].events;
      const odd = 'a \0 and \ud83d';
      const started = { type: 'turn.started', agent: 'A', provider: 'p', model: 'm', attempt: 1 };
      log.tell(odd, [{ ...started, key: odd, path: odd } as ToldEvent], odd);
      log.tell('run', [toldWarning('1')]);
      log.speak({ turn: odd, call: odd, start: 0, text: 'Ja' });
      await sleep(400);

      expect(await eventsOf(stores[1].events, 'run')).toHaveLength(1);
      const follower = await RunFollower.open(stores[1].events, odd, '0');
      expect(await follower.read()).toMatchObject([
        { type: 'turn.started', path: 'a \ufffd and \ufffd' },
        { type: 'text.delta', text: 'Ja' },
      ]);
      log.drop([odd]);
      await sleep(300);
      const later = await RunFollower.open(stores[1].events, odd, '0');
      expect(await later.read()).toHaveLength(1);
      expect(log.lost).toBe(0);
    });

    it('that the database refuses keep neither those of other runs nor a reply from being written', async () => {
      await refuseEvents(url);
      const { ledger, events } = stores[0];
      events.log.tell('another run', [toldWarning('refused')]);
      events.log.tell('run', [toldWarning('1'), toldWarning('refused'), toldWarning('2')]);
      await sleep(500);
      expect((await eventsOf(events, 'run')).map(({ key }) => key)).toEqual(['1', '2']);

      await ledger.start(startedCall);
      events.log.tell('run', [toldWarning('3'), toldWarning('refused')]);
      const rows = await events.log.take('run');
      const told = { path: '', rows, spoke: true, field: null };
      const reply = await ledger.complete({ ...answeredCall, told });
      expect(reply).toMatchObject({ message: 'e/s#1', content: 'Yes.' });
      await sleep(500);

      const keys = (await eventsOf(events, 'run')).map(({ key }) => key);
      expect(keys).toEqual(['1', '2', '3', 'e/s#1/ended']);
      expect(events.log.lost).toBe(3);
    });

    it('have the time at which they happened where that is told, and none that is to come', async () => {
      const [before, to] = ['2026-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'];
      const told = [{ at: before }, {}, { at: to }].map((at, index) => ({
        ...toldWarning(`${index}`),
        ...at,
      }));
      await stores[0].events.log.write('run', told);

      const rows = await eventsOf(stores[1].events, 'run');
      expect(rows[0]?.at).toBe(before);
      for (const { at } of rows.slice(1)) {
        expect(at > before).toBe(true);
        expect(at <= new Date().toISOString()).toBe(true);
      }
      expect(rows.map(({ data }) => data).join()).not.toContain('"at"');
    });

    it('are told once by their key: the first stands, also in one writing', async () => {
      await stores[0].events.log.write('run', [
        toldWarning('1', 'first'),
        toldWarning('1', 'second'),
      ]);
      const [row] = await eventsOf(stores[0].events, 'run');
      expect(JSON.parse(row?.data ?? '')).toMatchObject({ message: 'first' });
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

    it('have the arguments of calls as they come, from any place, until the reply is stored', async () => {
      const { log } = stores[0].events;
      const turn = new LiveTurn(log, { ...answeredTurn, path: 'A' });
      const call = { model: 'm', provider: 'p', agent: 'A', attempt: 1 };
      await stores[0].ledger.start(startedCall);
      turn.start(call);
      turn.text('Ja');
      turn.toolCall(0, 'weather', '{"town":"\u0001\\ud83d ');
      turn.toolCall(1, 'sea', '{}');
      turn.toolCall(0, 'weather', '😀"}');
      await sleep(300);
      const follower = await RunFollower.open(stores[1].events, 'run', '0');

      const weather = { type: 'tool.delta', call: 0, name: 'weather', turn: 1, seq: 1, path: 'A' };
      const sea = { ...weather, call: 1, name: 'sea', offset: 0, text: '{}', cursor: '1:2~19' };
      const rest = { ...weather, offset: 17, text: '😀"}', cursor: '1:2~23' };
      expect(await follower.read()).toMatchObject([
        { type: 'turn.started' },
        { type: 'text.delta', text: 'Ja', cursor: '1:2' },
        { ...weather, offset: 0, text: '{"town":"\u0001\\ud83d ', cursor: '1:2~17' },
        sea,
        rest,
      ]);
      expect(await follower.read()).toEqual([]);
      const later = await RunFollower.open(stores[1].events, 'run', '1:2~16');
      expect(await later.read()).toMatchObject([{ ...weather, offset: 16, text: ' ' }, sea, rest]);
      turn.toolCall(1, 'sea', ' ');
      await sleep(300);
      turn.toolCall(1, 'sea', 'is not told');
      const told = { path: 'A', field: null, ...(await turn.take(() => undefined)) };
      await stores[0].ledger.complete({ ...answeredCall, told });

      expect(await follower.read()).toMatchObject([{ type: 'turn.ended', turn: 1, from: 2 }]);
      await sleep(300);
      const read = [{ turn: argumentsOf('e/s#1@1.1'), from: 0 }];
      expect(await stores[1].events.readLiveTexts(read)).toEqual([]);
    });
  });
});
