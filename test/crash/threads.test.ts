import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessageStore } from '../../src/workers/index.ts';
import { databases } from '../support/databases.ts';
import { record } from './support/results.ts';
import { scaled } from './support/scale.ts';
import type { Scenario } from './support/scenarios.ts';
import { startScript } from './support/script.ts';

const each = scaled(250);
const writers = ['a', 'b', 'c', 'd'];
const script = 'processes/thread-writer.ts';
const scenarioOf: Record<string, Scenario> = { SQLite: 'threadSqlite', Postgres: 'threadPostgres' };

describe.each(databases)('one thread on $name', ({ name, missing, create }) => {
  describe.skipIf(missing !== '')('with four processes', () => {
    let url: string;
    let remove: () => void;
    let store: MessageStore;

    beforeAll(async () => {
      ({ url, remove } = await create());
      store = new MessageStore(url);
    });
    afterAll(async () => {
      await store?.close();
      remove?.();
    });

    it(`keeps ${each} appends of each without gaps, though one is killed and starts over`, async () => {
      const words = (writer: string) => [url, writer, String(each)];
      const scripts = await Promise.all(
        writers.map((writer) => startScript(script, words(writer))),
      );
      const again = await startScript(script, words('a'));
      const startedAt = Date.now();
      const [first, ...others] = scripts;
      if (first === undefined) throw new Error('there are no writers');
      const half = first.hear();
      for (const writer of scripts) writer.go();
      await half;
      await first.kill();
      const hadBefore = (await store.read('shared')).filter(({ author }) => author === 'a');
      again.go();
      await Promise.all([again, ...others].map((writer) => writer.end()));
      const s = (Date.now() - startedAt) / 1_000;

      const messages = await store.read('shared');
      const ids = new Set(messages.map(({ id }) => id));
      record(scenarioOf[name] ?? 'threadSqlite', 'ours', {
        appends: 4 * each,
        kept: ids.size,
        lost: 4 * each - ids.size,
        twice: messages.length - ids.size,
        s,
      });
      expect(hadBefore.length, 'it was killed before its end').toBeLessThan(each);
      expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, at) => at + 1));
      for (const writer of writers) {
        const own = messages.filter(({ author }) => author === writer).map(({ id }) => id);
        expect(own).toEqual(Array.from({ length: each }, (_, index) => `${writer}-${index}`));
      }
    });
  });
});
