import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/activities/store/open-store.ts';
import type { ThreadRequest } from '../../../src/activities/thread-request.ts';
import { createThreadActivities } from '../../../src/activities/thread-window.ts';
import { fill, messagesIn, type Text } from '../../../src/core/content.ts';
import { memoryStore } from './fixtures.ts';

/** About 10 tokens a message, with those that every message has. */
const words = 'one two three four five six';

const request = (more: Partial<ThreadRequest> = {}): ThreadRequest => ({
  name: 'talk',
  tokens: 100,
  overflow: 'trim',
  provider: 'openai',
  model: null,
  step: 'exec/step',
  run: 'run-1',
  ...more,
});

async function say(store: Store, count: number, content = words): Promise<void> {
  const before = (await store.threads.read('talk')).length;
  for (let number = before + 1; number <= before + count; number += 1) {
    const role = number % 2 === 1 ? ('user' as const) : ('assistant' as const);
    await store.threads.add('talk', [
      { id: `m${number}`, author: role, role, content: `${content} ${number}`, run: '' },
    ]);
  }
}

async function world() {
  const store = await memoryStore();
  const activities = createThreadActivities({ store });
  const openThread = (asked: ThreadRequest) => activities.openThread(asked);
  const summed = async (upTo: number, content: string, more: Partial<ThreadRequest> = {}) => {
    const id = `summary-${upTo}`;
    await store.messages.put({ id, author: 'Note-taker', role: 'assistant', content, run: '' });
    return await activities.keepSummary({
      ...request({ overflow: 'summarise' }),
      ...more,
      upTo,
      summary: id,
    });
  };
  const read = async (text: Text) => {
    const stored = await store.messages.read([...messagesIn(text).keys()]);
    return fill(text, (id) => stored.find((each) => each.id === id)?.text ?? '');
  };
  return { store, activities, openThread, summed, read };
}

describe('what a step sees of its thread', () => {
  it('is nothing of a new one, and all of a short one', async () => {
    const { store, openThread } = await world();
    const whole = { name: 'talk', from: 1, omitted: 0, summarised: 0, summary: null };
    expect(await openThread(request())).toEqual({ window: { ...whole, upTo: 0 }, work: null });
    await say(store, 6);
    expect(await openThread(request())).toEqual({ window: { ...whole, upTo: 6 }, work: null });
  });

  it('is less where the model is a Claude, whose tokens are shorter', async () => {
    const { store, openThread } = await world();
    await say(store, 8);
    expect((await openThread(request())).window.omitted).toBe(0);
    const claude = await openThread(request({ provider: 'anthropic' }));
    expect(claude.window.omitted).toBeGreaterThan(0);
  });

  it('begins at the same message for several runs, also with other messages before it', async () => {
    const { store, openThread } = await world();
    await say(store, 200);
    const first = await openThread(request());
    await say(store, 2);
    const second = await openThread(request());
    expect(first.window).toMatchObject({ upTo: 200, omitted: first.window.from - 1 });
    expect(first.window.from).toBeGreaterThan(190);
    expect(second.window).toEqual({ ...first.window, upTo: 202 });
    expect(first.work).toBeNull();
  });

  it("does not count what the step itself has said, as a reset run's step has", async () => {
    const { store, openThread } = await world();
    await say(store, 6);
    const own = { author: 'user', role: 'user' as const, content: 'long '.repeat(500), run: '' };
    const ids = Array.from({ length: 60 }, (_, index) => ({ id: `exec/step#${index}`, ...own }));
    await store.threads.add('talk', ids);
    expect((await openThread(request())).window).toMatchObject({ from: 1, omitted: 0, upTo: 66 });
  });
});

describe('what is to be summed up', () => {
  const summarise = request({ overflow: 'summarise' });

  it('is all that is left out, in parts that each fit the budget, none of it missing', async () => {
    const { store, openThread, read } = await world();
    await say(store, 60);
    const { window, work } = await openThread(summarise);
    expect(window).toMatchObject({ upTo: 60, summarised: 0, summary: null });
    expect(work?.previous).toBeNull();
    const texts = await Promise.all(work?.parts.map(({ text }) => read(text)) ?? []);
    expect(texts.length).toBeGreaterThan(5);
    const said = texts.join('\n').match(/six \d+/g);
    expect(said).toEqual(Array.from({ length: window.omitted }, (_, index) => `six ${index + 1}`));
    expect(work?.parts.at(-1)?.upTo).toBe(window.omitted);
  });

  it('goes on from the last summary, and a summary that stands for all needs no work', async () => {
    const { store, openThread, summed, read } = await world();
    await say(store, 20);
    const first = await openThread(summarise);
    await summed(first.window.omitted, 'They counted.');
    const again = await openThread(summarise);
    expect(again.work).toBeNull();
    expect(again.window).toEqual({
      ...first.window,
      summarised: first.window.omitted,
      summary: 'They counted.',
    });
    await say(store, 20);
    const later = await openThread(summarise);
    expect(later.work?.previous).toBe('They counted.');
    expect(later.window).toMatchObject({ summarised: first.window.omitted });
    const texts = await Promise.all(later.work?.parts.map(({ text }) => read(text)) ?? []);
    expect(texts.join('').match(/six \d+/)?.[0]).toBe(`six ${first.window.omitted + 1}`);
  });

  it.each([
    ['words', 'word '.repeat(300)],
    ['no spaces at all', '語'.repeat(400)],
  ])(
    'takes a message that is over the budget in pieces, whole together, of %s',
    async (_, text) => {
      const { store, openThread, read } = await world();
      await say(store, 1, text);
      const { window, work } = await openThread(summarise);
      expect(window).toMatchObject({ from: 2, upTo: 1, omitted: 1 });
      expect(work?.parts.slice(0, -1).every(({ upTo }) => upTo === null)).toBe(true);
      expect(work?.parts.at(-1)?.upTo).toBe(1);
      const texts = await Promise.all(work?.parts.map((part) => read(part.text)) ?? []);
      const contents = texts.flatMap((each) => [...each.matchAll(/>\n([^<]*)\n</g)]);
      expect(contents.map(([, content]) => content).join('')).toBe(`${text} 1`);
    },
  );

  it('keeps the first summary up to a message, and cuts one that is too long, saying so', async () => {
    const { store, summed, activities } = await world();
    await say(store, 20);
    const long = await summed(10, 'fact '.repeat(200));
    expect(long).toMatch(
      /^(fact ?){25}\n\[The rest of this summary, about 175 tokens, is left out/,
    );
    await store.messages.put({
      id: 'other',
      author: 'Note-taker',
      role: 'assistant',
      content: 'Other.',
      run: '',
    });
    expect(await activities.keepSummary({ ...summarise, upTo: 10, summary: 'other' })).toBe(long);
  });

  it('takes the place of a cut without a summary', async () => {
    const { store, openThread, summed } = await world();
    await say(store, 20);
    const { window } = await openThread(request());
    expect((await openThread(summarise)).work?.parts.at(-1)?.upTo).toBe(window.omitted);
    await summed(window.omitted, 'Notes.');
    expect((await openThread(summarise)).window.summary).toBe('Notes.');
    expect((await openThread(request())).window).toEqual(window);
  });
});
