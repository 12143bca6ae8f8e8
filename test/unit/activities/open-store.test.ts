import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../../src/activities/store/open-store.ts';
import { memoryStore, rejection } from './fixtures.ts';

const put = (store: Store, id: string) =>
  store.messages.put({ id, author: 'user', role: 'user', content: id, run: 'run-1' });

describe('opening a store', () => {
  it('finds in one file what was stored, however the file is named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'store-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'deep', 'er', 'store.db');

    for (const [index, url] of [path, `file:${path}`, pathToFileURL(path).href].entries()) {
      const store = await openStore(url);
      await put(store, `m${index}`);
      await store.close();
    }

    const store = await openStore(path);
    expect((await store.messages.read(['m0', 'm1', 'm2'])).map(({ text }) => text)).toEqual([
      'm0',
      'm1',
      'm2',
    ]);
    await store.close();
  });

  it.each([
    ['mysql://user:secret@db/agents', "a database of the kind 'mysql' is not supported"],
    ['', 'the address of the database is empty'],
  ])('of %j is refused', async (url, words) => {
    const error = await rejection(openStore(url));

    expect(error).toMatchObject({ type: 'Input.Invalid', nonRetryable: true });
    expect(String(error)).toContain(words);
    expect(String(error)).not.toContain('secret');
  });
});

it('of a Postgres that does not answer says which, and no password', async () => {
  const error = await rejection(openStore('postgres://user:secret@127.0.0.1:1/agents'));

  expect(error).toMatchObject({ type: 'Worker.Unconfigured' });
  expect(String(error)).toContain('postgres://user@127.0.0.1:1/agents cannot be used');
  expect(String(error)).not.toContain('secret');
});

describe('a thread', () => {
  it('holds a message once, where it was put first', async () => {
    const store = await memoryStore();
    for (const id of ['a', 'b', 'c']) await put(store, id);

    await store.threads.append('t', ['a', 'b']);
    await store.threads.append('t', ['b', 'a', 'c']);

    expect((await store.threads.read('t')).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('takes all messages of an append or none', async () => {
    const store = await memoryStore();
    await put(store, 'a');

    await rejection(store.threads.append('t', ['a', 'nowhere']));

    expect(await store.threads.read('t')).toEqual([]);
  });

  it('of another name is another thread', async () => {
    const store = await memoryStore();
    await put(store, 'a');
    await store.threads.append('t', ['a']);
    await store.threads.append('u', ['a']);

    expect(await store.threads.read('u')).toHaveLength(1);
    expect(await store.threads.read('v')).toEqual([]);
  });
});
