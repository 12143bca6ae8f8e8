import { Kysely } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { EventLog } from '../../../src/activities/events/event-log.ts';
import { LiveTurn } from '../../../src/activities/events/live-turn.ts';
import { RunFollower } from '../../../src/activities/events/run-follower.ts';
import { readEvents, readTurnMarks } from '../../../src/activities/store/events.ts';
import { readLiveTexts } from '../../../src/activities/store/live-texts.ts';
import { migrate } from '../../../src/activities/store/migrate.ts';
import { SqliteFileDialect } from '../../../src/activities/store/sqlite-dialect.ts';
import type { Tables } from '../../../src/activities/store/tables.ts';
import type { FollowedEvent, TextDelta } from '../../../src/core/events.ts';

async function openFollower(speakers: number, text: string): Promise<RunFollower> {
  const db = new Kysely<Tables>({ dialect: new SqliteFileDialect(':memory:') });
  await migrate(db);
  const log = new EventLog(db);
  onTestFinished(() => db.destroy());
  for (let number = 0; number < speakers; number += 1) {
    const call = `call ${number}`;
    const turn = new LiveTurn(log, {
      run: 'run',
      path: call,
      call,
      attempt: '1',
      isRepeated: false,
    });
    turn.start({ agent: call, provider: 'p', model: 'm', attempt: 1 });
    turn.text(text);
  }
  await log.close();
  const events = {
    log,
    read: (run: string, page: { after: number; limit: number }) => readEvents(db, run, page),
    readTurnMarks: (run: string, upTo: number) => readTurnMarks(db, run, upTo),
    readLiveTexts: (read: Parameters<typeof readLiveTexts>[1]) => readLiveTexts(db, read),
  };
  return await RunFollower.open(events, 'run', '0');
}

const deltasIn = (events: readonly FollowedEvent[]): TextDelta[] =>
  events.filter((event) => event.type === 'text.delta');

it('gives whoever comes late to many open turns no more of their texts at once than is wanted', async () => {
  const follower = await openFollower(5, 'x'.repeat(1_000));
  const most = 2_500;
  const said = new Map<number, number>();
  for (let reading = 0; reading < 10; reading += 1) {
    const deltas = deltasIn(await follower.read(most));
    expect(deltas.map(({ text }) => text).join('').length).toBeLessThanOrEqual(most);
    for (const { turn, text, offset } of deltas) {
      expect(offset).toBe(said.get(turn) ?? 0);
      said.set(turn, offset + text.length);
    }
  }
  expect([...said.values()]).toEqual(Array(5).fill(1_000));
});
