import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure, failureType, MessageStore, ThreadSafeMessageStore } from '../../src/index.ts';
import { databases } from '../support/databases.ts';

let url: string;
let store: MessageStore;

const typeOf = async (refused: Promise<unknown>) =>
  failureType(await refused.catch((error: unknown) => error));
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const said = (content: string, more: object = {}) => ({ content, ...more });
const contents = (messages: { content: string }[]) => messages.map(({ content }) => content);

describe.each(databases)('a message store on $name', ({ missing, create }) => {
  let remove: () => void;

  beforeEach(async () => {
    if (missing !== '') return;
    ({ url, remove } = await create());
    store = new MessageStore(url);
  });
  afterEach(async () => {
    if (missing !== '') return;
    await store.close();
    remove();
  });

  describe.skipIf(missing !== '')('keeps messages', () => {
    it('in the order of their appends, with what is known of each', async () => {
      const first = await store.append('t', said('Hello', { id: 'a', author: 'Phil' }));
      const rest = await store.append('t', [
        said('Hi', { author: 'Ann', role: 'assistant', run: 'run-1' }),
        said('NUL \0 and 🙂'),
      ]);
      expect(first).toEqual([{ id: 'a', sequence: 1 }]);
      expect(rest.map(({ sequence }) => sequence)).toEqual([2, 3]);
      const messages = await store.read('t');
      expect(messages).toMatchObject([
        { id: 'a', thread: 't', sequence: 1, author: 'Phil', role: 'user', run: null },
        { sequence: 2, author: 'Ann', role: 'assistant', content: 'Hi', run: 'run-1' },
        { sequence: 3, author: 'user', content: 'NUL \u{FFFD} and 🙂' },
      ]);
      expect(messages[0]?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(await store.read('nowhere')).toEqual([]);
      expect(await store.threads()).toMatchObject([{ thread: 't', messages: 3 }]);
    });

    it('once for an id, whoever appends it again', async () => {
      const both = [said('A\0', { id: 'a' }), said('B', { id: 'b' })];
      const places = await store.append('t', both);
      await using other = new ThreadSafeMessageStore(url);
      expect(await other.append('t', both)).toEqual(places);
      expect(await other.append('t', [both[1] ?? [], said('C')].flat())).toMatchObject([
        { id: 'b', sequence: 2 },
        { sequence: 3 },
      ]);
      expect(await store.append('t', [said('D', { id: 'd' }), said('D', { id: 'd' })])).toEqual([
        { id: 'd', sequence: 4 },
        { id: 'd', sequence: 4 },
      ]);
      expect(await store.read('t')).toHaveLength(4);
    });

    it.each([
      ['content', said('B', { id: 'a' })],
      ['author', said('A', { id: 'a', author: 'Bo' })],
      ['role', said('A', { id: 'a', role: 'assistant' })],
    ])('and refuses an id with another %s, with everything beside it', async (_, message) => {
      await store.append('t', said('A', { id: 'a' }));
      const refused = store.append('u', [said('new'), message]);
      await expect(refused).rejects.toThrow(/id: 'a' is already stored with a different content/);
      expect(await typeOf(refused)).toBe(Failure.inputInvalid);
      expect(await store.read('u')).toEqual([]);
      expect(await store.threads()).toHaveLength(1);
      const twice = store.append('t', [said('X', { id: 'x' }), said('Y', { id: 'x' })]);
      expect(await typeOf(twice)).toBe(Failure.inputInvalid);
    });

    it('also many at once, from many callers, without gaps', async () => {
      await using other = new MessageStore(url);
      await Promise.all([
        store.append(
          'many',
          numbers(1_200).map((number) => said(`a${number}`)),
        ),
        ...numbers(40).map((number) => (number % 2 ? store : other).append('many', said('b'))),
      ]);
      const messages = await store.read('many');
      expect(messages.map(({ sequence }) => sequence)).toEqual(numbers(1_240));
      const block = contents(messages).filter((content) => content !== 'b');
      expect(block).toEqual(numbers(1_200).map((number) => `a${number}`));
    });
  });

  describe.skipIf(missing !== '')('gives pages', () => {
    beforeEach(async () => {
      await store.append(
        't',
        numbers(25).map((number) => said(`m${number}`)),
      );
    });

    it('from the beginning, and goes on when more has come', async () => {
      const first = await store.page('t', { limit: 10 });
      const second = await store.page('t', { limit: 10, after: first.next ?? 0 });
      const third = await store.page('t', { limit: 10, after: second.next ?? 0 });
      const all = [first, second, third].flatMap(({ messages }) => contents(messages));
      expect(all).toEqual(numbers(25).map((number) => `m${number}`));
      expect([first.next, second.next, third.next]).toEqual([10, 20, null]);
      await store.append('t', said('more'));
      expect(contents((await store.page('t', { after: 25 })).messages)).toEqual(['more']);
    });

    it('from the end, the newest first, whatever is appended meanwhile', async () => {
      const first = await store.page('t', { order: 'newest', limit: 20 });
      await store.append('t', said('meanwhile'));
      const second = await store.page('t', { before: first.next ?? 0 });
      expect(contents([...first.messages, ...second.messages])).toEqual(
        numbers(25).map((number) => `m${26 - number}`),
      );
      expect([first.next, second.next]).toEqual([6, null]);
    });

    it('of a part, from either of its ends', async () => {
      const part = { after: 5, before: 9 };
      expect(contents((await store.page('t', part)).messages)).toEqual(['m8', 'm7', 'm6']);
      const { messages } = await store.page('t', { ...part, order: 'oldest', limit: 2 });
      expect(contents(messages)).toEqual(['m6', 'm7']);
      expect((await store.page('nowhere')).messages).toEqual([]);
    });
  });

  describe.skipIf(missing !== '')('finds messages', () => {
    it('by author, time, thread and text, together too', async () => {
      const before = new Date();
      await store.append('t', [
        said('100% of “Apples”', { author: 'Ann' }),
        said('Pears_', { author: 'Bo' }),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      const between = new Date();
      await store.append('u', [
        said('apples again', { author: 'Ann' }),
        said('ÄPFEL', { author: 'Ann' }),
      ]);
      const found = async (options: object) => contents((await store.search(options)).messages);
      expect(await found({ author: 'Ann' })).toEqual(['100% of “Apples”', 'apples again', 'ÄPFEL']);
      expect(await found({ author: 'Ann', until: between })).toEqual(['100% of “Apples”']);
      expect(await found({ since: between.toISOString() })).toEqual(['apples again', 'ÄPFEL']);
      expect(await found({ since: before, thread: 't' })).toHaveLength(2);
      expect(await found({ text: 'APPLES' })).toEqual(['100% of “Apples”', 'apples again']);
      expect(await found({ text: '0%' })).toEqual(['100% of “Apples”']);
      expect(await found({ text: '_' })).toEqual(['Pears_']);
      expect(await found({ text: 'äPFEL' })).toEqual([]); // A to Z only, on both databases
      expect(await found({ author: 'Nobody' })).toEqual([]);
      expect(await found({ until: '2020-01-01' })).toEqual([]);
    });

    it('page by page, each once, though many are of one moment', async () => {
      const each = numbers(30).map((number) => said(`x${number}`, { author: 'Ann' }));
      await Promise.all(['a', 'b', 'c'].map((thread) => store.append(thread, each)));
      const found: string[] = [];
      for (let after: string | undefined, pages = 0; pages < 20; pages += 1) {
        const page = await store.search({ author: 'Ann', limit: 7, after });
        found.push(...page.messages.map(({ thread, content }) => thread + content));
        if (page.next === null) break;
        after = page.next;
      }
      expect(new Set(found).size).toBe(90);
      expect(found).toHaveLength(90);
    });
  });
});
