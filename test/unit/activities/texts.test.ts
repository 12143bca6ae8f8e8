import { describe, expect, it } from 'vitest';
import { contentHash } from '../../../src/core/content-hash.ts';
import { join, referTo, type Text } from '../../../src/core/content.ts';
import { createTextActivities } from '../../../src/activities/texts.ts';
import { memoryStore, rejection } from './fixtures.ts';

async function texts() {
  const activities = createTextActivities({ store: await memoryStore() });
  const store = (id: string, text: string) =>
    activities.storeTexts({ texts: [{ id, text }], author: 'user', run: 'run-1' });
  return { activities, store };
}

describe('stored texts', () => {
  it('are read in the order asked for, one as often as it is named', async () => {
    const { activities, store } = await texts();
    await store('a', 'Ä\nquoted "a"');
    await store('b', '');

    expect(await activities.readTexts({ ids: ['b', 'a', 'b'] })).toEqual([
      { id: 'b', text: '' },
      { id: 'a', text: 'Ä\nquoted "a"' },
      { id: 'b', text: '' },
    ]);
  });

  it('keep the first text of an id', async () => {
    const { activities, store } = await texts();
    await store('a', 'first');
    await store('a', 'second');

    expect(await activities.readTexts({ ids: ['a'] })).toEqual([{ id: 'a', text: 'first' }]);
  });

  it('are read whole when there is a NUL in them', async () => {
    const { activities, store } = await texts();
    await store('a', 'before\0after');

    expect(await activities.readTexts({ ids: ['a'] })).toEqual([
      { id: 'a', text: 'before\u{FFFD}after' },
    ]);
  });

  it('are read a thousand at once', async () => {
    const { activities, store } = await texts();
    const ids = Array.from({ length: 1_001 }, (_, index) => `t${index}`);
    for (const id of ids) await store(id, id);

    expect((await activities.readTexts({ ids })).map(({ text }) => text)).toEqual(ids);
  });
});

describe('texts that are looked into', () => {
  const long = 'word '.repeat(50_000);

  it('have one hash for the same text, whatever pieces it is stored in, and another for any other', async () => {
    const { activities, store } = await texts();
    await store('a', `${long}!`);
    await store('b', long);
    const hashOf = async (text: Text) => (await activities.examineText({ text, piece: null })).hash;

    const [whole, pieced, other] = [
      await hashOf(referTo('a', 250_001)),
      await hashOf(join(referTo('b', 250_000), '!')),
      await hashOf(referTo('b', 250_000)),
    ];

    expect(whole).toBe(pieced);
    expect(other).not.toBe(whole);
    expect(whole.length).toBeLessThan(60);
    await store('c', 'short');
    expect(await hashOf(referTo('c', 5)), 'as a workflow gives it').toBe(contentHash('short'));
  });

  it('say whether a piece is in them, in the same case', async () => {
    const { activities, store } = await texts();
    await store('a', `${long}DONE.`);
    const has = async (piece: string) =>
      (await activities.examineText({ text: referTo('a', 250_005), piece })).hasPiece;

    expect(await has('word DONE')).toBe(true);
    expect(await has('done')).toBe(false);
  });
});

describe('texts that can not be read', () => {
  it('are named when they are not there, five of them', async () => {
    const { activities, store } = await texts();
    await store('a', 'here');

    const error = await rejection(
      activities.readTexts({ ids: ['a', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7'] }),
    );

    expect(error).toMatchObject({ type: 'Message.Missing', nonRetryable: true });
    expect(String(error)).toContain('the messages n1, n2, n3, n4, n5 and 2 more are not in this');
  });

  it.each([
    [['a', 'b'], 'ask for fewer of them at a time'],
    [['c'], 'read it from the store itself'],
  ])('are those over 1.5 MB together: %j', async (ids, advice) => {
    const { activities, store } = await texts();
    await store('a', 'x'.repeat(800_000));
    await store('b', 'ä'.repeat(400_000));
    await store('c', 'x'.repeat(1_500_001));

    const error = await rejection(activities.readTexts({ ids }));

    expect(error).toMatchObject({ type: 'Payload.TooLarge', nonRetryable: true });
    expect(String(error)).toContain(advice);
  });
});
