import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EventLog } from '../../../src/activities/events/event-log.ts';
import { eventSinks } from '../../../src/activities/events/event-sinks.ts';
import { LiveTurn } from '../../../src/activities/events/live-turn.ts';
import { RunFollower } from '../../../src/activities/events/run-follower.ts';
import { eventStore } from '../../../src/activities/store/event-store.ts';
import { addLiveTexts, readLiveTexts } from '../../../src/activities/store/live-texts.ts';
import { migrate } from '../../../src/activities/store/migrate.ts';
import { SqliteFileDialect } from '../../../src/activities/store/sqlite-dialect.ts';
import type { Tables } from '../../../src/activities/store/tables.ts';
import { eventsOf } from '../../support/events-of.ts';
import type { ToldEvent } from '../../../src/core/events.ts';
import { toldWarning } from '../../support/told-warning.ts';

/** A database that is away for the next so many transactions. */
class AbsentDialect extends SqliteFileDialect {
  absent = 0;

  override createDriver() {
    const driver = super.createDriver();
    const begin = driver.beginTransaction.bind(driver);
    driver.beginTransaction = async (...given) => {
      this.absent -= 1;
      if (this.absent >= 0) throw new Error('Connection terminated unexpectedly');
      return await begin(...given);
    };
    return driver;
  }
}

async function openLog() {
  const dialect = new AbsentDialect(':memory:');
  const db = new Kysely<Tables>({ dialect });
  await migrate(db);
  const log = new EventLog(db);
  onTestFinished(async () => {
    dialect.absent = 0;
    await log.close();
    await db.destroy();
  });
  const keys = async () => (await eventsOf(eventStore(db, log), 'run')).map(({ key }) => key);
  return { dialect, db, log, keys };
}

const place = { run: 'run', path: 'A', call: 'call', attempt: '1', isRepeated: false };
const asked = { agent: 'A', provider: 'p', model: 'm', attempt: 1 };

describe('what happens while the database is away', () => {
  it('is written when it is there again, in order', async () => {
    const { dialect, log, keys } = await openLog();
    dialect.absent = 10;

    log.tell('run', [toldWarning('1')]);
    await sleep(50);
    log.tell('run', [toldWarning('2'), toldWarning('3')]);
    expect(await keys()).toEqual([]);
    dialect.absent = 0;
    await log.close();

    expect(await keys()).toEqual(['1', '2', '3']);
  });

  it('is kept where a workflow tells it at its end, which it does not hold up', async () => {
    const { dialect, log, keys } = await openLog();
    const { tell } = eventSinks({ events: { log } }).durableAgentsEvents;
    dialect.absent = 3; // as often as it is tried

    await tell.fn({}, 'run', [toldWarning('1')]);
    expect(await keys()).toEqual([]);
    dialect.absent = 0;
    await tell.fn({}, 'run', [toldWarning('1'), toldWarning('2')]);

    expect(await keys()).toEqual(['1', '2']);
  });

  it('holds no workflow up at its end where it does not even answer', async () => {
    const write = vi.fn<() => Promise<void>>(() => new Promise(() => {}));
    const { tell } = eventSinks({ events: { log: { write } } }).durableAgentsEvents;
    const begun = performance.now();

    await tell.fn({}, 'run', [toldWarning('1')]);

    expect(performance.now() - begun).toBeLessThan(8_000); // its task may take 10 s
    expect(write).toHaveBeenCalledOnce();
  });

  it('is taken by whoever writes it at once, and not written twice', async () => {
    const { dialect, log, keys } = await openLog();
    dialect.absent = 1;
    log.tell('run', [toldWarning('1')]);

    await expect(log.write('run', [toldWarning('2')])).rejects.toThrow(/Connection terminated/);
    await log.write('run', [toldWarning('2'), toldWarning('3')]);
    await log.close();

    expect(await keys()).toEqual(['1', '2', '3']);
  });
});

describe('what is told while the database is away', () => {
  const large = (key: string, type: 'tool.progress' | 'step.ended'): ToldEvent => {
    const text = 'x'.repeat(1_000_000);
    const ended = { success: true, error: null, cost: 0, durationMs: 1, content: text };
    const event = type === 'step.ended' ? ended : { id: '1', name: 'tool', message: text };
    return { ...event, type, key, path: '' } as ToldEvent;
  };

  it('is kept up to a limit: what waits stays, and the ends of steps have room of their own', async () => {
    const { dialect, log, keys } = await openLog();
    dialect.absent = Infinity;

    for (let index = 1; index <= 40; index += 1)
      log.tell('run', [large(`progress ${index}`, 'tool.progress')]);
    for (let index = 1; index <= 40; index += 1)
      log.tell('run', [large(`end ${index}`, 'step.ended')]);
    await sleep(600); // what could not be written has been given back
    log.tell('run', [large('progress 41', 'tool.progress')]);
    dialect.absent = 0;
    await log.close();

    const count = (length: number, name: string) =>
      Array.from({ length }, (_, index) => `${name} ${index + 1}`);
    expect(await keys()).toEqual([...count(15, 'progress'), ...count(4, 'end')]);
    expect(log.lost).toBe(25 + 36 + 1);
  });

  it('waits once, however often it is told', async () => {
    const { dialect, log, keys } = await openLog();
    dialect.absent = Infinity;
    for (let times = 0; times < 3; times += 1)
      await expect(log.write('run', [toldWarning('1'), toldWarning('2')])).rejects.toThrow(
        /Connection/,
      );

    expect((await log.take('run')).map(({ key }) => key)).toEqual(['1', '2']);
    expect(await keys()).toEqual([]);
  });
});

describe('what the database refuses', () => {
  const refuse = async (db: Kysely<Tables>) => {
    await sql`create trigger refused before insert on events when new.key like 'refused%'
      begin select raise(abort, 'not this one'); end`.execute(db);
    await sql`create trigger mute before insert on live_texts when new.turn = 'refused'
      begin select raise(abort, 'not this one'); end`.execute(db);
  };

  it('keeps nothing else from being written', async () => {
    const { db, log, keys } = await openLog();
    await refuse(db);

    log.tell('another', [toldWarning('refused')]);
    log.tell('run', [
      toldWarning('1'),
      toldWarning('refused 1'),
      toldWarning('2'),
      toldWarning('refused 2'),
    ]);
    log.tell('run', [toldWarning('3')]);
    log.speak({ turn: 'refused', call: 'call', start: 0, text: 'no' });
    log.speak({ turn: 'turn', call: 'call', start: 0, text: 'yes' });
    await log.close();

    expect(await keys()).toEqual(['1', '2', '3']);
    const read = [
      { turn: 'refused', from: 0 },
      { turn: 'turn', from: 0 },
    ];
    expect(await readLiveTexts(db, read)).toMatchObject([{ text: 'yes' }]);
    expect(log.lost).toBe(4);
  });

  it('does not fail whoever writes at once', async () => {
    const { db, log, keys } = await openLog();
    await refuse(db);

    await log.write('run', [toldWarning('1'), toldWarning('refused'), toldWarning('2')]);

    expect(await keys()).toEqual(['1', '2']);
    expect((await log.take('run')).length).toBe(0);
  });
});

describe('a turn that fails', () => {
  it('leaves no text behind, neither written nor waiting', async () => {
    const { db, log } = await openLog();
    const turn = new LiveTurn(log, place);
    const next = new LiveTurn(log, { ...place, attempt: '2' });
    const failing = turn.during(async () => {
      turn.start(asked);
      turn.text('half an ans');
      await sleep(150);
      next.start(asked);
      next.text('the whole');
      turn.text('wer');
      throw new Error('Model.Unavailable');
    });
    await expect(failing).rejects.toThrow('Model.Unavailable');
    turn.text('is not told');
    await sleep(250);

    const read = ['call@1.1', 'call@2.1'].map((key) => ({ turn: key, from: 0 }));
    expect(await readLiveTexts(db, read)).toMatchObject([{ turn: 'call@2.1', text: 'the whole' }]);
    expect(log.hush('call')).toBe(true);
    expect(log.hush('call')).toBe(false);
  });

  it('gives back the events that were to be written with its reply', async () => {
    const { log, keys } = await openLog();
    const turn = new LiveTurn(log, place);
    const failing = turn.during(async () => {
      turn.start(asked);
      await turn.take(() => undefined);
      throw new Error('Connection terminated unexpectedly');
    });
    await expect(failing).rejects.toThrow('Connection');
    await log.close();
    expect(await keys()).toEqual(['call@1.1']);
  });
});

it('Texts that nobody has ended are dropped after a day, also in a process that goes on', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { db, log } = await openLog();
  log.tell('run', [toldWarning('1')]);
  await sleep(100);
  await addLiveTexts(db, [{ turn: 'lost', call: 'call', start: 0, stop: 4, text: 'half' }]);
  const rest = () => readLiveTexts(db, [{ turn: 'lost', from: 0 }]);

  await vi.advanceTimersByTimeAsync(23 * 3_600_000);
  expect(await rest()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3 * 3_600_000);
  expect(await rest()).toEqual([]);
});

describe('what a model says', () => {
  it('begins again where it is asked once more, and none of it is written behind its end', async () => {
    const { db, log } = await openLog();
    const turn = new LiveTurn(log, place);
    turn.start(asked);
    turn.text('half an ans');
    await sleep(150);
    turn.restart('Model.Unavailable');
    turn.text('the whole ');
    await sleep(150);
    const events = eventStore(db, log);
    const follower = await RunFollower.open(events, 'run', '0');

    expect(await follower.read()).toMatchObject([
      { type: 'turn.started', seq: 1 },
      { type: 'turn.retried', seq: 2, reason: 'Model.Unavailable' },
      { type: 'text.delta', turn: 2, offset: 0, text: 'the whole ' },
    ]);
    turn.text('answer');
    expect(await turn.take(() => turn.text('is not told'))).toEqual({ rows: [], spoke: true });
    await sleep(150);
    expect(await follower.read()).toEqual([]);
  });

  it('is not told with a hole in it, where some of it could not be written', async () => {
    const { dialect, db, log } = await openLog();
    const turn = new LiveTurn(log, place);
    turn.start(asked);
    await sleep(150);
    dialect.absent = 3; // as often as it is tried
    turn.text('lost ');
    await sleep(600);
    turn.text('and found');
    await sleep(200);

    const read = [{ turn: 'call@1.1', from: 0 }];
    expect(await readLiveTexts(db, read)).toEqual([
      { turn: 'call@1.1', start: 5, text: 'and found' },
    ]);
    const events = eventStore(db, log);
    const follower = await RunFollower.open(events, 'run', '0');
    expect(await follower.read()).toMatchObject([{ type: 'turn.started' }]);
  });
});
