import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Agent } from '../../src/client/index.ts';
import { resultText } from '../../src/cli/render/result.ts';
import type { RecordedRequest } from '../../src/testing/index.ts';
import { MessageStore } from '../../src/workers/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.cast());

/** About 60 tokens. */
const filler = 'and so on and on, '.repeat(12);

/** Has an agent answer so many numbered questions on a thread, one run each. */
async function talk(agent: Agent, thread: string, count: number) {
  const results = [];
  for (let number = 1; number <= count; number += 1) {
    results.push(
      await agent.chat(`question ${number} ${filler}`, { client: world.client, thread }),
    );
  }
  return results;
}

/** Numbers of the questions in a prompt, the one that is asked included. */
function questionsIn({ messages }: RecordedRequest): number[] {
  const text = messages.map(({ content }) => content).join('\n');
  return [...text.matchAll(/question (\d+) and/g)].map(([, number]) => Number(number));
}

const answers = (name: string) => ({ [name]: `answer ${filler}` });
const ann = (
  threadOverflow: 'trim' | 'summarise',
  { provider = 'responses', threadTokens = 600 } = {},
) => new Agent({ name: 'Ann', provider, threadTokens, threadOverflow });

describe('a thread over its budget', () => {
  it.each(['responses', 'chat', 'messages'])(
    'that is trimmed says so to the model and in the result, and keeps its place for several runs (%s)',
    async (provider) => {
      world.cast(answers('Ann'));
      const results = await talk(ann('trim', { provider }), `trim-${provider}`, 10);
      const requests = world.askedBy('Ann');
      expect(requests).toHaveLength(10);
      const begins = requests.map((request) => questionsIn(request)[0] ?? 0);
      expect(begins.slice(0, 4)).toEqual([1, 1, 1, 1]);
      expect(begins.at(-1)).toBeGreaterThan(4);
      expect(new Set(begins).size).toBeLessThanOrEqual(4);
      for (const [index, { thread, totalCost }] of results.entries()) {
        const seen = questionsIn(requests[index] as RecordedRequest);
        const omitted = index + 1 - seen.length;
        expect(thread).toEqual({
          name: `trim-${provider}`,
          messages: (seen.length - 1) * 2,
          omitted: omitted * 2,
          summarised: 0,
        });
        expect(
          requests[index]?.messages[0]?.content.startsWith(
            `[The first ${omitted * 2} messages of this conversation are left out here`,
          ),
        ).toBe(omitted > 0);
        expect(totalCost).toBe(1);
      }
      const last = results.at(-1);
      if (last === undefined) throw new Error('no result');
      expect(resultText(last, null)).toContain(
        `Thread 'trim-${provider}': Ann saw the last ${last.thread?.messages} of 18 messages; ${last.thread?.omitted} left out.`,
      );
    },
  );

  it('that is summed up goes on from a summary, which is paid for once and used by later runs', async () => {
    const notes = (request: RecordedRequest, index: number) => {
      const told = questionsIn(request).join(', ');
      return `Notes ${index + 1}, of questions ${told}.`;
    };
    world.cast({ ...answers('Ann'), 'Note-taker': notes });
    const results = await talk(ann('summarise', { threadTokens: 1_000 }), 'sum', 12);
    const summaries = world.askedBy('Note-taker');
    const requests = world.askedBy('Ann');
    expect(summaries.length).toBeGreaterThan(1);
    expect(summaries.length).toBeLessThan(4);
    // Every question was summed up once, in order, each call going on from the notes before it.
    const summed = summaries.flatMap(questionsIn);
    expect(summed).toEqual(summed.map((_, index) => index + 1));
    expect(summaries[1]?.messages[0]?.content).toContain('<notes>\nNotes 1, of questions 1');
    for (const [index, { thread, usage, totalCost, cost, turns }] of results.entries()) {
      const { content = '' } = requests[index]?.messages[0] ?? {};
      const seen = questionsIn(requests[index] as RecordedRequest);
      const omitted = (index + 1 - seen.length) * 2;
      expect(thread).toMatchObject({ omitted, summarised: omitted });
      expect(content.includes('This summary stands for them:]\n<summary>\nNotes')).toBe(
        omitted > 0,
      );
      expect([totalCost, cost, turns]).toEqual([usage.calls, usage.calls, 1]);
    }
    const paid = results.reduce((sum, { totalCost }) => sum + (totalCost ?? 0), 0);
    expect(paid).toBe(world.model.requests.length);
    await using store = new MessageStore(`${world.stateDir}/messages.db`);
    expect(await store.read('sum')).toHaveLength(24); // nothing is lost, and no summary stands in it
  });

  it('says how much is left out where its summary can not be had', async () => {
    world.cast({ ...answers('Ann'), 'Note-taker': { status: 400, error: 'no notes' } });
    const results = await talk(ann('summarise'), 'unsummed', 6);
    const last = results.at(-1);
    expect(last).toMatchObject({ success: true, thread: { summarised: 0 } });
    expect(last?.thread?.omitted).toBeGreaterThan(0);
    expect(world.askedBy('Ann').at(-1)?.messages[0]?.content).toMatch(
      /^\[The first \d+ messages of this conversation are left out here, because it has become long\.\]\n\nquestion/,
    );
    world.cast({ ...answers('Ann'), 'Note-taker': 'Notes at last.' });
    const [later] = await talk(ann('summarise'), 'unsummed', 1);
    expect(later?.thread?.summarised).toBe(later?.thread?.omitted);
  });

  it('sums up in several calls what is more than one may hold, long messages in pieces', async () => {
    await using store = new MessageStore(`${world.stateDir}/messages.db`);
    await store.append('huge', [
      { content: `Contract: ${'clause '.repeat(2_000)}`, author: 'Phil' },
      { content: 'Noted.', role: 'assistant', author: 'Ann' },
    ]);
    world.cast({ Ann: 'Yes.', 'Note-taker': 'A contract.' });
    const [result] = await talk(ann('summarise'), 'huge', 1);
    const summaries = world.askedBy('Note-taker');
    expect(summaries.length).toBeGreaterThan(3);
    const pieces = summaries.map(({ messages }) => messages[0]?.content ?? '');
    expect(pieces[0]).toContain('<message author="Phil" part="1 of');
    expect(pieces.join('').match(/clause/g)).toHaveLength(2_000);
    expect(result).toMatchObject({
      thread: { messages: 1, omitted: 1, summarised: 1 },
      usage: { calls: summaries.length + 1 },
    });
    expect(world.askedBy('Ann')[0]?.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ]);
  });
});

describe('a step on a thread', () => {
  it('sees the same of it in all of its calls, whatever is appended meanwhile', async () => {
    await using store = new MessageStore(`${world.stateDir}/messages.db`);
    const output = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
    const answer = async (_: RecordedRequest, index: number) => {
      await store.append('moving', { content: `meanwhile ${index}`, author: 'Bo' });
      return index < 2 ? 'no JSON' : '{"n": 1}';
    };
    world.cast({ Ann: answer });
    const bystander = new Agent({ name: 'Ann', provider: 'chat', output, thread: 'moving' });
    await store.append('moving', { content: 'before' });
    const result = await bystander.chat('Go', { client: world.client });
    // A server that may want turns is told two messages of the user as one.
    const firsts = world.askedBy('Ann').map(({ messages }) => messages[0]?.content.slice(0, 10));
    expect(firsts).toEqual(['before\n\nGo', 'before\n\nGo', 'before\n\nGo']);
    for (const { messages } of world.askedBy('Ann'))
      expect(messages.some(({ content }) => content.startsWith('meanwhile'))).toBe(false);
    expect(result.thread).toEqual({ name: 'moving', messages: 1, omitted: 0, summarised: 0 });
    expect((await store.read('moving')).map(({ content }) => content)).toEqual([
      'before',
      'meanwhile 0',
      'meanwhile 1',
      'meanwhile 2',
      'Go',
      '{"n": 1}',
    ]);
  });
});
