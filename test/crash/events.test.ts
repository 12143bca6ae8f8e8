import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentsClient, RunEvent } from '../../src/client/index.ts';
import type { DebateInput } from '../../src/core/kinds/debate/types.ts';
import type { Worker } from './support/fleet.ts';
import { countAllJournaled } from './support/ledger.ts';
import { askedAfterJournaled } from './support/paid-again.ts';
import { countRepeats } from './support/repeats.ts';
import { scaled } from './support/scale.ts';
import { endedTexts, isCounted, isRetried, textsIn } from './support/told-texts.ts';
import { type CrashWorld, openWorld } from './support/world.ts';

let world: CrashWorld;
let client: AgentsClient;
let workers: Worker[];

const debate = {
  kind: 'debate',
  votes: 'separate',
  agents: [
    ...['Advocate', 'Critic', 'Engineer'].map(
      (name) => ({ kind: 'agent', name, provider: 'openai' }) as const,
    ),
    { kind: 'person', name: 'Ada' },
  ],
  rounds: 2,
  stopEarly: false,
  roundTimeout: '10m',
} as const satisfies DebateInput;

beforeAll(async () => {
  world = await openWorld({ model: { latencyMs: 900 } });
  workers = await Promise.all(['workflows', 'openai'].map((serve) => world.fleet.start(serve)));
  client = await world.connect();
});
afterAll(() => world?.close());

/** Reads some events, is disconnected, and goes on from the cursor of the last one, until the end. */
async function followInPieces(id: string, pieces: number): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  const run = client.handle(id);
  for (let piece = 0; all.at(-1)?.type !== 'run.ended'; piece += 1) {
    let left = piece < pieces ? 1 + Math.floor(Math.random() * 4) : Infinity;
    for await (const event of run.events({ after: all.at(-1)?.cursor ?? 0 })) {
      all.push(event);
      left -= 1;
      if (left === 0) break;
    }
  }
  return all;
}

/** Answers whatever a person is asked, until the run has ended; gives how often that was. */
async function answerAll(id: string, hasEnded: () => boolean): Promise<string[]> {
  const answered: string[] = [];
  const run = client.handle(id);
  while (!hasEnded()) {
    for (const question of await run.questions()) {
      const text = question.choices[0] ?? 'I have seen it work.';
      // its worker may be killed at this very moment: the same answer counts once
      await run.answer(text, { question: question.id, by: 'Ada' }).then(
        () => answered.push(question.id),
        () => undefined,
      );
    }
    await sleep(100);
  }
  return [...new Set(answered)];
}

async function replace(index: number): Promise<void> {
  const old = workers[index];
  if (old === undefined) throw new RangeError(`no worker ${index}`);
  await old.kill();
  workers[index] = await world.fleet.start(old.serve);
}

it('A debate whose workers are killed twice each is told the same to whoever follows, from wherever.', async () => {
  const { id } = await client.start(debate, 'Is proposal followed-1 worth its cost?', {
    id: 'followed-1',
  });
  const inPieces = followInPieces(id, scaled(50));
  const inOne = followInPieces(id, 0);
  let isOver = false;
  const answering = answerAll(id, () => isOver);
  for (const index of [1, 0, 1, 0]) await replace(index);

  const [pieces, one] = await Promise.all([inPieces, inOne]).finally(() => (isOver = true));

  const later = await followInPieces(id, 0);
  expect(one.at(-1)).toMatchObject({ type: 'run.ended', success: true });
  expect(one.filter(isCounted).map(({ seq }) => seq)).toEqual(
    one.filter(isCounted).map((_, index) => index + 1),
  );
  expect(pieces.filter(isCounted)).toEqual(one.filter(isCounted));
  expect(later.filter(isCounted)).toEqual(one.filter(isCounted));
  const asked = one.filter(({ type }) => type === 'question.asked');
  const answers = one.filter(({ type }) => type === 'question.answered');
  // Three statements and three votes, each asked and answered once.
  expect(asked).toHaveLength(6);
  expect(answers).toHaveLength(6);
  expect((await answering).length).toBeGreaterThan(0);
  expect(answers.every((event) => 'by' in event && event.by === 'Ada')).toBe(true);
  const texts = endedTexts(one);
  for (const events of [pieces, one]) {
    const whole = [...textsIn(events)].filter(([turn]) => !isRetried(turn, events));
    expect(texts).toEqual(expect.arrayContaining(whole.map(([, text]) => text)));
  }
  expect(texts).toHaveLength(countRepeats(world.model.requests).needed);
  expect(await countAllJournaled(world.tables)).toBe(texts.length);
  expect(await askedAfterJournaled(world.model.requests, world.tables)).toBe(0);
});
