import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kysely } from 'kysely';
import { openStore } from '../../src/activities/store/open-store.ts';
import type { Tables } from '../../src/activities/store/tables.ts';
import { databases } from '../support/databases.ts';
import { lookInto } from './support/ledger.ts';
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
    let tables: Kysely<Tables>;

    beforeAll(async () => {
      ({ url, remove } = await create());
      await (await openStore(url)).close(); // the schema
      tables = lookInto(url);
    });
    afterAll(async () => {
      await tables?.destroy();
      remove?.();
    });

    const kept = () =>
      tables
        .selectFrom('thread_messages')
        .select(['sequence', 'message_id'])
        .orderBy('sequence')
        .execute();

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
      const hadBefore = (await kept()).filter(({ message_id }) => message_id.startsWith('a-'));
      again.go();
      await Promise.all([again, ...others].map((writer) => writer.end()));
      const s = (Date.now() - startedAt) / 1_000;

      const rows = await kept();
      const ids = new Set(rows.map(({ message_id }) => message_id));
      record(scenarioOf[name] ?? 'threadSqlite', 'ours', {
        appends: 4 * each,
        kept: ids.size,
        lost: 4 * each - ids.size,
        twice: rows.length - ids.size,
        s,
      });
      expect(hadBefore.length, 'it was killed before its end').toBeLessThan(each);
      expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => index + 1));
      for (const writer of writers) {
        const own = rows.filter(({ message_id }) => message_id.startsWith(`${writer}-`));
        expect(own.map(({ message_id }) => message_id)).toEqual(
          Array.from({ length: each }, (_, index) => `${writer}-${index}`),
        );
      }
    });
  });
});
