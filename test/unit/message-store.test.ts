import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../src/activities/store/open-store.ts';
import { Failure, failureType } from '../../src/core/failures.ts';
import { MessageStore, ThreadSafeMessageStore } from '../../src/workers/index.ts';

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(failureType(error)).toBe(Failure.inputInvalid);
  return (error as Error).message;
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'message-store-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true, maxRetries: 5 }));
  return made;
}

describe('a message store', () => {
  it('has the name of the original too', () => {
    expect(ThreadSafeMessageStore).toBe(MessageStore);
  });

  it('is that of the workers when none is named, and is opened by its first call', async () => {
    const stateDir = folder();
    vi.stubEnv('DURABLE_AGENTS_STATE', stateDir);
    vi.stubEnv('DATABASE_URL', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    const store = new MessageStore();
    expect(readdirSync(stateDir)).toEqual([]);
    await store.append('t', { content: 'Hello' });
    await store.close();
    expect(readdirSync(stateDir)).toContain('messages.db');
    vi.stubEnv('DATABASE_URL', join(stateDir, 'messages.db'));
    await using same = new MessageStore();
    expect(await same.read('t')).toHaveLength(1);
  });

  it('of another kind of database is refused when it is made, without the password', () => {
    expect(() => new MessageStore('mysql://user:secret@host/db')).toThrow(
      /database of the kind .* is not supported/,
    );
    expect(() => new MessageStore('mysql://user:secret@host/db')).not.toThrow(/secret/);
  });

  it('that is closed stays closed, also one that was never opened', async () => {
    const store = new MessageStore(join(folder(), 'm.db'));
    await store.close();
    await store.close();
    expect(await refusal(store.read('t'))).toContain('it has been closed');
  });

  it.each<[string, string, (store: MessageStore) => Promise<unknown>]>([
    ['no thread', 'a thread needs a name', (store) => store.append('', { content: 'x' })],
    ['a thread of two lines', 'no line breaks', (store) => store.read('a\nb')],
    [
      'an empty content',
      '[0].content: a message needs content',
      (store) => store.append('t', { content: '' }),
    ],
    [
      'an unknown field',
      '[1].text: there is no such field',
      (store) => store.append('t', [{ content: 'x' }, { content: 'x', text: 'y' } as never]),
    ],
    [
      'an unknown role',
      "[0].role: expected 'user' or 'assistant'",
      (store) => store.append('t', { content: 'x', role: 'system' as never }),
    ],
    ['half a character', '[0].id', (store) => store.append('t', { id: '\ud83d', content: 'x' })],
    ['an id with a NUL', '[0].id', (store) => store.append('t', { id: 'a\0', content: 'x' })],
    [
      'a large page',
      'limit: at most 1,000 at a time',
      (store) => store.page('t', { limit: 1_001 }),
    ],
    ['a page from a fraction', 'after', (store) => store.page('t', { after: 1.5 })],
    ['a time that is none', 'since: expected a Date', (store) => store.search({ since: 'noon' })],
    ['an invalid Date', 'until', (store) => store.search({ until: new Date('x') })],
    [
      'a made-up place',
      "after: it has to be the 'next'",
      (store) => store.search({ after: 'abc' }),
    ],
    ['an empty text', 'text: an empty text', (store) => store.search({ text: '' })],
  ])('refuses %s, and says so', async (_, words, ask) => {
    const url = join(folder(), 'm.db');
    await using store = new MessageStore(url);
    expect(await refusal(ask(store))).toContain(words);
  });

  it('tries a database again that could not be opened', async () => {
    const url = join(folder(), 'm.db');
    await using store = new MessageStore('postgres://nobody@127.0.0.1:1/none');
    for (const _ of [1, 2]) {
      const error: unknown = await store.read('t').catch((reason: unknown) => reason);
      expect(failureType(error)).toBe(Failure.workerUnconfigured);
    }
    await (await openStore(url)).close();
  });
});
