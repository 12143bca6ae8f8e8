import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { EventLog } from '../../../src/activities/events/event-log.ts';
import { LiveTurn } from '../../../src/activities/events/live-turn.ts';
import { RunFollower } from '../../../src/activities/events/run-follower.ts';
import { eventStore } from '../../../src/activities/store/event-store.ts';
import { migrate } from '../../../src/activities/store/migrate.ts';
import { SqliteFileDialect } from '../../../src/activities/store/sqlite-dialect.ts';
import type { Tables } from '../../../src/activities/store/tables.ts';
import type { FollowedEvent, TextDelta } from '../../../src/core/events.ts';
import { type Random, randomFrom } from '../../fuzz/support/random.ts';

async function openStore() {
  const db = new Kysely<Tables>({ dialect: new SqliteFileDialect(':memory:') });
  await migrate(db);
  const log = new EventLog(db);
  onTestFinished(() => db.destroy());
  const events = eventStore(db, log);
  return { log, events };
}

function startTurn(log: EventLog, call: string): LiveTurn {
  const place = { run: 'run', path: call, call, attempt: '1', isRepeated: false };
  const turn = new LiveTurn(log, place);
  turn.start({ agent: call, provider: 'p', model: 'm', attempt: 1 });
  return turn;
}

async function openFollower(speakers: number, text: string): Promise<RunFollower> {
  const { log, events } = await openStore();
  for (let number = 0; number < speakers; number += 1) startTurn(log, `call ${number}`).text(text);
  await log.close();
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

/** Characters that are given at once, and bytes that Temporal takes of them. */
const answer = { most: 500_000, bytes: 2_000_000 } as const;

it.each([
  {
    speakers: 3,
    text: '\u0001'.repeat(250_000),
    what: 'texts of which JSON makes six times as much',
  },
  { speakers: 4, text: '語'.repeat(150_000) + '\u0001'.repeat(50_000), what: 'mixed ones' },
  {
    speakers: 500,
    text: 'ab',
    what: 'little texts of many speakers, all of whom each cursor names',
  },
])('gives $what in answers that Temporal takes', async ({ speakers, text }) => {
  const follower = await openFollower(speakers, text);
  const said = new Map<number, string>();
  for (let events: FollowedEvent[] = [], left = 100; left > 0; left -= 1) {
    events = await follower.read(answer.most);
    expect(Buffer.byteLength(JSON.stringify(events))).toBeLessThan(answer.bytes);
    for (const { turn, text: more } of deltasIn(events))
      said.set(turn, (said.get(turn) ?? '') + more);
  }
  expect(new Set(said.values())).toEqual(new Set([text]));
  expect(said.size).toBe(speakers);
});

it('gives long events of many runs in answers that Temporal takes, each run its own in turn', async () => {
  const { log, events } = await openStore();
  const runs = ['a', 'b', 'c'];
  const args = ['x'.repeat(300_000), 'x'.repeat(1_500_000)];
  for (const run of runs)
    await log.write(
      run,
      args.map((each) => ({
        ...{ type: 'tool.called', id: 'id', name: 'write', args: each },
        ...{ key: `${each.length}`, path: '' },
      })),
    );
  const followers = await RunFollower.openAll(
    events,
    runs.map((run) => ({ run, after: '0' })),
  );
  const seen: number[][] = [[], [], []];
  for (let left = 6; left > 0; left -= 1) {
    const found = await RunFollower.readAll(followers, answer.most);
    expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThan(answer.bytes);
    for (const [index, each] of found.entries()) seen[index]?.push(...each.map(({ seq }) => seq));
    expect(await RunFollower.readAll(followers, answer.most, answer.most - 1)).toEqual([
      [],
      [],
      [],
    ]);
  }
  expect(seen).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
});

/** Arguments by turn and call, and where a follower stands that often goes away. */
class Disconnected {
  cursor = '0';
  readonly given = new Map<string, string>();
  /** What came twice or too late, or was cut in the middle of a character. */
  readonly problems: FollowedEvent[] = [];

  async read(events: Parameters<typeof RunFollower.open>[0], most: number, random: Random) {
    const follower = await RunFollower.open(events, 'run', this.cursor);
    for (const event of await follower.read(most)) {
      if (random.chance(0.2)) return; // this and what follows never reached it
      this.cursor = event.cursor;
      if (event.type !== 'tool.delta') continue;
      const key = `${event.turn} ${event.name} ${event.call}`;
      const isNext = event.offset === (this.given.get(key)?.length ?? 0);
      if (!isNext || !event.text.isWellFormed()) this.problems.push(event);
      this.given.set(key, (this.given.get(key) ?? '') + event.text);
    }
  }
}

it('gives the arguments of calls each once, from any cursor, in any portions', async () => {
  for (let seed = 0; seed < 2; seed += 1) {
    const random = randomFrom(seed);
    const { log, events } = await openStore();
    const turns = [1, 2].map((seq) => ({ seq, turn: startTurn(log, `call ${seq}`) }));
    const written = new Map<string, string>();
    const reader = new Disconnected();
    for (let step = 0; step < 60; step += 1) {
      const { seq, turn } = random.oneOf(turns);
      const call = random.below(3);
      const text = random.oneOf(['{"a":', '😀', 'x'.repeat(400)]);
      const key = `${seq} tool ${call}`;
      turn.toolCall(call, 'tool', text);
      if (random.chance(0.3)) turn.text('word ');
      written.set(key, (written.get(key) ?? '') + text);
      if (step % 15 === 0) await sleep(130);
      await reader.read(events, random.oneOf([300, 2_000, Infinity]), random);
    }
    await log.close();
    for (let left = 100; left > 0; left -= 1) await reader.read(events, 500, random);

    expect(reader.problems).toEqual([]);
    expect(reader.given).toEqual(written);
  }
});

it('gives the arguments of a turn that is asked once more from their beginning', async () => {
  const { log, events } = await openStore();
  const turn = startTurn(log, 'A');
  turn.toolCall(0, 'weather', '{"town":"Os');
  await sleep(130);
  const before = await RunFollower.open(events, 'run', '0');
  expect(await before.read()).toMatchObject([
    { type: 'turn.started' },
    { type: 'tool.delta', call: 0, name: 'weather', turn: 1, offset: 0, cursor: '1:0~11' },
  ]);
  turn.restart('Model.Unavailable');
  turn.toolCall(0, 'sea', '{}');
  await sleep(130);

  const follower = await RunFollower.open(events, 'run', '1:0~11');
  const retried = [
    { type: 'turn.retried', seq: 2 },
    { type: 'tool.delta', name: 'sea', text: '{}', offset: 0, turn: 2, seq: 2, cursor: '2:0~2' },
  ];
  expect(await follower.read()).toMatchObject(retried);
  expect(await before.read()).toMatchObject(retried);
  await log.close();
});
