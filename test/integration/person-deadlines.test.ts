import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Failure, type ParallelResult, type RunEvent } from '../../src/client/index.ts';
import { defineTool } from '../../src/workers/index.ts';
import { type LiveWorld, openWorld, type Part } from '../support/live-world.ts';

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
  world.cast({ Hung: { hang: true }, Ann: signer(1), Amy: signer(2) });
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
function signer(count: number): Part {
  const calls = Array.from({ length: count }, (_, index) => ({
    name: 'sign',
    arguments: { document: `deed ${index}` },
  }));
  return [{ toolCalls: calls }, 'all signed'];
}

describe.concurrent('a timeout around a person', () => {
  it('is moved on for what comes after the answer, at any depth', async () => {
    const inner = { kind: 'pipeline' as const, name: 'inner', steps: [person('Ada'), agent('B')] };
    const outer = { kind: 'pipeline' as const, name: 'outer', steps: [inner, agent('C')] };
    const { id } = await world.client.start(
      { kind: 'parallel', timeout: '4s', agents: [outer] },
      'Go?',
    );
    await answerLater(id, { 'outer/1-inner/1-Ada': 6_000 });
    const result = await world.client.handle(id).result();
    expect(result).toMatchObject({ success: true, results: [{ content: 'from C' }] });
  });

  it('is moved on where others are waited for still', async () => {
    const agents = [person('Ada'), person('Ben'), agent('C')];
    const spec = { kind: 'parallel' as const, timeout: '4s', concurrency: 2, agents };
    const { id } = await world.client.start(spec, 'Go?');
    await answerLater(id, { Ada: 6_000, Ben: 9_000 });
    const result = await world.client.handle(id).result();
    expect(result).toMatchObject({
      success: true,
      results: [{ content: 'yes to Ada' }, { content: 'yes to Ben' }, { content: 'from C' }],
    });
  });

  it('cuts off whoever hangs beside them, and leaves them their time', async () => {
    const review = {
      kind: 'pipeline' as const,
      name: 'review',
      steps: [person('Ada'), agent('B')],
    };
    const agents = [agent('Hung'), review];
    const handle = await world.client.start({ kind: 'parallel', timeout: '4s', agents }, 'Go?');
    await answerLater(handle.id, { 'review/1-Ada': 7_500 });
    const result = await handle.result();
    expect(result).toMatchObject({
      results: [
        { success: false, error: { type: Failure.stepTimedOut } },
        { success: true, content: 'from B' },
      ],
    });
    const [hung] = (result as ParallelResult<string>).results;
    expect(hung?.totalDurationMs).toBeLessThan(7_000);
  });
});

describe.concurrent("an agent's timeout", () => {
  it('is not charged the time in which its tool call waits for an approval', async () => {
    const ann = { ...agent('Ann'), tools: ['sign'], approve: ['sign'], timeout: '4s' };
    const handle = await world.client.start(ann, 'Sign.');
    const [question] = await questions(handle.id, 1);
    await sleep(6_000);
    expect(await handle.approve({ by: 'Ada' })).toBe(question?.id);
    expect(await handle.result()).toMatchObject({
      ...{ success: true, content: 'all signed' },
      approvals: [{ question: `${handle.id}#1.0`, approved: true, by: 'Ada', means: 'update' }],
    });
  });

  it('is not charged either where another call is allowed sooner', async () => {
    const amy = { ...agent('Amy'), tools: ['sign'], approve: ['sign'], timeout: '4s' };
    const steps = [amy, agent('C')];
    const handle = await world.client.start(
      { kind: 'pipeline', stepTimeout: '4s', steps },
      'Sign.',
    );
    await questions(handle.id, 2);
    await sleep(6_000);
    await handle.approve({ question: '1-Amy#1.1' });
    await sleep(2_500);
    await handle.deny({ question: '1-Amy#1.0', reason: 'not this one' });
    const result = await handle.result();
    expect(result).toMatchObject({
      ...{ success: true, content: 'from C' },
      steps: [{ content: 'all signed', approvals: [{}, {}] }, {}],
    });
    const said = world
      .askedBy('Amy')
      .at(-1)
      ?.messages.map(({ content }) => content);
    expect(said).toContain('deed 1 is signed');
    expect(said?.some((each) => each.includes('not this one'))).toBe(true);
  });
});
