import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Failure, type ParallelResult, type RunEvent } from '../../src/client/index.ts';
import { defineTool } from '../../src/workers/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'responses' });
const person = (name: string) => ({ kind: 'person' as const, name });

const sign = defineTool({
  name: 'sign',
  description: 'Signs a document.',
  input: z.object({ document: z.string() }),
  execute: ({ document }) => `${document} is signed`,
});

let world: LiveWorld;
beforeAll(async () => {
  world = await openWorld({ tools: [sign] });
});
afterAll(() => world.close());

/** The first questions of a run, in the order in which they are asked. */
async function questions(id: string, count: number) {
  const asked: Extract<RunEvent, { type: 'question.asked' }>[] = [];
  for await (const event of world.client.handle(id).events()) {
    if (event.type === 'question.asked') asked.push(event);
    if (asked.length === count) return asked;
  }
  throw new Error(`run '${id}' has asked ${asked.length} questions only`);
}

/** Answers a run's questions, each after a time; milliseconds. */
async function answerLater(id: string, after: Record<string, number>): Promise<void> {
  const names = Object.keys(after);
  await questions(id, names.length);
  const handle = world.client.handle(id);
  await Promise.all(
    names.map(async (question) => {
      await sleep(after[question]);
      await handle.answer(`yes to ${question}`, { question });
    }),
  );
}

/** Asks to sign so many documents, and says then what it heard last. */
const signer = (count: number) => ({
  Ann: [
    {
      toolCalls: Array.from({ length: count }, (_, index) => ({
        name: 'sign',
        arguments: { document: `deed ${index}` },
      })),
    },
    'all signed',
  ],
});

describe('a timeout around a person', () => {
  it('is moved on for what comes after the answer, at any depth', async () => {
    const inner = { kind: 'pipeline' as const, name: 'inner', steps: [person('Ada'), agent('B')] };
    const outer = { kind: 'pipeline' as const, name: 'outer', steps: [inner, agent('C')] };
    const { id } = await world.client.start(
      { kind: 'parallel', timeout: '2s', agents: [outer] },
      'Go?',
    );
    await answerLater(id, { 'outer/1-inner/1-Ada': 3_000 });
    const result = await world.client.handle(id).result();
    expect(result).toMatchObject({ success: true, results: [{ content: 'from C' }] });
  });

  it('is moved on where others are waited for still', async () => {
    const agents = [person('Ada'), person('Ben'), agent('C')];
    const spec = { kind: 'parallel' as const, timeout: '2s', concurrency: 2, agents };
    const { id } = await world.client.start(spec, 'Go?');
    await answerLater(id, { Ada: 3_000, Ben: 4_500 });
    const result = await world.client.handle(id).result();
    expect(result).toMatchObject({
      success: true,
      results: [{ content: 'yes to Ada' }, { content: 'yes to Ben' }, { content: 'from C' }],
    });
  });

  it('cuts off whoever hangs beside them, and leaves them their time', async () => {
    world.cast({ Hung: { hang: true } });
    const review = {
      kind: 'pipeline' as const,
      name: 'review',
      steps: [person('Ada'), agent('B')],
    };
    const agents = [agent('Hung'), review];
    const handle = await world.client.start({ kind: 'parallel', timeout: '2s', agents }, 'Go?');
    await answerLater(handle.id, { 'review/1-Ada': 3_500 });
    const result = await handle.result();
    expect(result).toMatchObject({
      results: [
        { success: false, error: { type: Failure.stepTimedOut } },
        { success: true, content: 'from B' },
      ],
    });
    const [hung] = (result as ParallelResult<string>).results;
    expect(hung?.totalDurationMs).toBeLessThan(3_400);
    world.cast();
  });
});

describe("an agent's timeout", () => {
  it('is not charged the time in which its tool call waits for an approval', async () => {
    world.cast(signer(1));
    const ann = { ...agent('Ann'), tools: ['sign'], approve: ['sign'], timeout: '2s' };
    const handle = await world.client.start(ann, 'Sign.');
    const [question] = await questions(handle.id, 1);
    await sleep(3_000);
    expect(await handle.approve({ by: 'Ada' })).toBe(question?.id);
    expect(await handle.result()).toMatchObject({
      ...{ success: true, content: 'all signed' },
      approvals: [{ question: `${handle.id}#1.0`, approved: true, by: 'Ada', means: 'update' }],
    });
  });

  it('is not charged either where another call is allowed sooner', async () => {
    world.cast(signer(2));
    const ann = { ...agent('Ann'), tools: ['sign'], approve: ['sign'], timeout: '2s' };
    const steps = [ann, agent('C')];
    const handle = await world.client.start(
      { kind: 'pipeline', stepTimeout: '2s', steps },
      'Sign.',
    );
    await questions(handle.id, 2);
    await sleep(3_000);
    await handle.approve({ question: '1-Ann#1.1' });
    await sleep(1_500);
    await handle.deny({ question: '1-Ann#1.0', reason: 'not this one' });
    const result = await handle.result();
    expect(result).toMatchObject({
      ...{ success: true, content: 'from C' },
      steps: [{ content: 'all signed', approvals: [{}, {}] }, {}],
    });
    const said = world
      .askedBy('Ann')
      .at(-1)
      ?.messages.map(({ content }) => content);
    expect(said).toContain('deed 1 is signed');
    expect(said?.some((each) => each.includes('not this one'))).toBe(true);
  });
});
