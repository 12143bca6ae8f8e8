import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EventLog } from '../../../src/activities/events/event-log.ts';
import { LiveTurn } from '../../../src/activities/events/live-turn.ts';
import { RunFollower } from '../../../src/activities/events/run-follower.ts';
import { readEvents, readTurnMarks } from '../../../src/activities/store/events.ts';
import { readLiveTexts } from '../../../src/activities/store/live-texts.ts';
import { migrate } from '../../../src/activities/store/migrate.ts';
import { SqliteFileDialect } from '../../../src/activities/store/sqlite-dialect.ts';
import type { Tables } from '../../../src/activities/store/tables.ts';
import type { ToldEvent } from '../../../src/core/events.ts';

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
  const keys = async () =>
    (await readEvents(db, 'run', { after: 0, limit: 1_000 })).map(({ key }) => key);
  return { dialect, db, log, keys };
}

const warning = (key: string): ToldEvent => ({
  type: 'warning',
  warning: 'W',
  message: key,
  key,
  path: '',
});

const place = { run: 'run', path: 'A', call: 'call', attempt: '1', isRepeated: false };
const asked = { agent: 'A', provider: 'p', model: 'm', attempt: 1 };

describe('what happens while the database is away', () => {
  it('is written when it is there again, in order', async () => {
    const { dialect, log, keys } = await openLog();
    dialect.absent = 10;

    log.tell('run', [warning('1')]);
    await sleep(50);
    log.tell('run', [warning('2'), warning('3')]);
    expect(await keys()).toEqual([]);
    dialect.absent = 0;
    await log.close();

    expect(await keys()).toEqual(['1', '2', '3']);
  });

  it('is taken by whoever writes it at once, and not written twice', async () => {
    const { dialect, log, keys } = await openLog();
    dialect.absent = 1;
    log.tell('run', [warning('1')]);

    await expect(log.write('run', [warning('2')])).rejects.toThrow(/Connection terminated/);
    await log.write('run', [warning('2'), warning('3')]);
    await log.close();

    expect(await keys()).toEqual(['1', '2', '3']);
  });
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
    const events = {
      log,
      read: (run: string, page: { after: number; limit: number }) => readEvents(db, run, page),
      readTurnMarks: (run: string, upTo: number) => readTurnMarks(db, run, upTo),
      readLiveTexts: (read: Parameters<typeof readLiveTexts>[1]) => readLiveTexts(db, read),
    };
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
    const events = {
      log,
      read: (run: string, page: { after: number; limit: number }) => readEvents(db, run, page),
      readTurnMarks: (run: string, upTo: number) => readTurnMarks(db, run, upTo),
      readLiveTexts: (wanted: Parameters<typeof readLiveTexts>[1]) => readLiveTexts(db, wanted),
    };
    const follower = await RunFollower.open(events, 'run', '0');
    expect(await follower.read()).toMatchObject([{ type: 'turn.started' }]);
  });
});
