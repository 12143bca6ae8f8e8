import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/activities/store/open-store.ts';
import { databases } from '../support/databases.ts';

const writerFile = fileURLToPath(new URL('store-writer.ts', import.meta.url));
const writers = ['a', 'b', 'c', 'd'];

let url: string;

/** Has four processes append to the same thread, all from the same moment on. */
async function appendFromProcesses(count: number): Promise<void> {
  const processes = writers.map((writer) =>
    fork(writerFile, [url, writer, String(count)], { execArgv: ['--import', 'tsx'] }),
  );
  await Promise.all(processes.map((process) => once(process, 'message')));
  for (const process of processes) process.send('go');
  const exits = await Promise.all(processes.map((process) => once(process, 'exit')));
  expect(exits).toEqual(writers.map(() => [0, null]));
}

async function readShared() {
  const store = await openStore(url);
  try {
    return await store.threads.read('shared');
  } finally {
    await store.close();
  }
}

describe.each(databases)('on $name', ({ missing, create }) => {
  let remove: () => void;

  beforeEach(async () => {
    if (missing === '') ({ url, remove } = await create());
  });
  afterEach(() => remove?.());

  describe.skipIf(missing !== '')('a store shared by several processes', () => {
    it('keeps every one of 250 appends by each of 4 processes, in the order of each and without gaps', async () => {
      await appendFromProcesses(250);

      const ids = (await readShared()).map((message) => message.id);
      expect(ids).toHaveLength(1_000);
      for (const writer of writers) {
        const own = Array.from({ length: 250 }, (_, index) => `${writer}-${index}`);
        expect(ids.filter((id) => id.startsWith(`${writer}-`))).toEqual(own);
      }
    });

    it('is set up once when 4 processes open it for the first time at once', async () => {
      await appendFromProcesses(1);

      expect((await readShared()).map((message) => message.id).toSorted()).toEqual([
        'a-0',
        'b-0',
        'c-0',
        'd-0',
      ]);
    });
  });

  describe.skipIf(missing !== '')('a store opened twice in one process', () => {
    it('lets both write at once without blocking each other', async () => {
      const stores = await Promise.all([openStore(url), openStore(url)]);
      const appendAll = async (store: (typeof stores)[number], writer: string) => {
        for (let index = 0; index < 100; index += 1) {
          const id = `${writer}-${index}`;
          await store.messages.put({ id, author: writer, role: 'user', content: id, run: 'run' });
          await store.threads.append('shared', [id]);
        }
      };

      await Promise.all(stores.map((store, index) => appendAll(store, `w${index}`)));
      await Promise.all(stores.map((store) => store.close()));

      expect(await readShared()).toHaveLength(200);
    });
  });
});
