import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentsClient, RunEvent } from '../../src/client/index.ts';
import { kindNames } from '../../src/core/kinds/registry.ts';
import { finishedOf } from './support/marks.ts';
import { answerTo, reply, script, team } from './support/nine-kinds.ts';
import { dealt, pickSome, randomOf, seed } from './support/random.ts';
import { Killers, type Victims } from './support/random-kills.ts';
import { record } from './support/results.ts';
import { full } from './support/scale.ts';
import { isCounted } from './support/told-texts.ts';
import { type CrashWorld, openWorld } from './support/world.ts';

const times = full ? 20 : 4;
const victims: Victims[] = [
  ['workflows'],
  ['openai'],
  ['server'],
  ['workflows', 'openai', 'server'],
];
const question = 'Is tea better than coffee?';

let world: CrashWorld;
let client: AgentsClient;
let killers: Killers;
let latencyMs = 0;

beforeAll(async () => {
  world = await openWorld({ model: { script, latencyMs: () => latencyMs } });
  killers = new Killers(world);
  await killers.start();
  client = await world.connect();
});
afterAll(() => world?.close());

/** Everything that happens in a run, as one follower is told who is there from the beginning to the end. */
async function follow(id: string): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const event of client.handle(id).events()) all.push(event);
  return all;
}

/** Answers what Ada is asked, until the run is over; where nobody is there to take it, once more. */
async function answerAll(id: string, isOver: () => boolean): Promise<void> {
  const run = client.handle(id);
  while (!isOver()) {
    const questions = await run.questions().catch(() => []);
    const answers = questions.map((each) =>
      run.answer(answerTo(each.question), { question: each.id, by: 'Ada' }).catch(() => undefined),
    );
    await Promise.all(answers);
    await sleep(100);
  }
}

/** A run of the team from its beginning to its end, and what is done to it meanwhile. */
async function runTeam(id: string, disturb: (isOver: () => boolean) => Promise<void>) {
  world.model.requests.length = 0;
  const { id: run } = await client.start(team, question, { id });
  let isOver = false;
  const following = follow(run).finally(() => (isOver = true));
  const answering = answerAll(run, () => isOver);
  const [events] = await Promise.all([following, disturb(() => isOver)]);
  await answering;
  return { events, result: await client.handle(run).result() };
}

/** A result without what differs from run to run. */
function withoutTimes(value: unknown): unknown {
  const text = JSON.stringify(value, (key, each: unknown) =>
    ['id', 'durationMs', 'totalDurationMs', 'at', 'seconds'].includes(key) ? undefined : each,
  );
  return JSON.parse(text);
}

const kindsIn = (events: readonly RunEvent[]) =>
  new Set(events.flatMap((event) => (event.type === 'step.started' ? [event.kind] : [])));

/** Paths of the steps of which so is told. */
const pathsOf = (events: readonly RunEvent[], type: RunEvent['type']) =>
  events.flatMap((event) => (event.type === type ? [event.path] : [])).toSorted();

describe(`a team of all nine kinds nested in one another, killed ${times} times, CRASH_SEED=${seed}`, () => {
  it('comes to the same result with each finished call made once, and tells its events without a gap', async () => {
    const calm = await runTeam('calm', async () => undefined);
    const needed = world.model.requests.length;
    expect(calm.result).toMatchObject({ success: true });

    const random = randomOf(seed);
    const dealtVictims = dealt(random, victims, times);
    const moments = pickSome(random, times, needed - 3).map((count, index) => ({
      requests: count + 1,
      victims: dealtVictims[index] ?? [],
    }));
    latencyMs = 300;
    const startedAt = Date.now();
    const { events, result } = await runTeam('killed', (isOver) =>
      killers.strikeAt(moments, random, isOver),
    );
    const seconds = (Date.now() - startedAt) / 1_000;

    const { requests } = world.model;
    const attempts = killers.attempts();
    const finished = await finishedOf('killed', requests, { tables: world.tables, reply });
    record('nineKinds', 'ours', {
      kills: times,
      'calls needed': needed,
      'calls made': requests.length,
      'finished calls repeated': finished.askedAgain,
      events: events.filter(isCounted).length,
      s: seconds,
    });
    expect(withoutTimes(result)).toEqual(withoutTimes(calm.result));
    expect(finished).toEqual({ journaled: needed, twice: 0, askedAgain: 0 });
    expect(attempts).toMatchObject({ needed, unexplained: [] });

    const counted = events.filter(isCounted);
    expect(counted.map(({ seq }) => seq)).toEqual(counted.map((_, index) => index + 1));
    expect((await follow('killed')).filter(isCounted)).toEqual(counted);
    expect(pathsOf(counted, 'step.started')).toEqual(pathsOf(calm.events, 'step.started'));
    expect(pathsOf(counted, 'step.ended')).toEqual(pathsOf(counted, 'step.started'));
    expect(pathsOf(counted, 'turn.ended')).toHaveLength(needed);
    expect(pathsOf(counted, 'question.answered')).toEqual(pathsOf(calm.events, 'question.asked'));
    expect(kindsIn(counted)).toEqual(new Set(kindNames));
  });
});
