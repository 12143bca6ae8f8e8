import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { humanLatency } from '../../src/testing/index.ts';
import type { AgentsClient } from '../../src/client/index.ts';
import { databases } from '../support/databases.ts';
import { startDebates } from './support/debates.ts';
import type { Worker } from './support/fleet.ts';
import { countAllJournaled } from './support/ledger.ts';
import { askedAfterJournaled } from './support/paid-again.ts';
import { countRepeats } from './support/repeats.ts';
import { record } from './support/results.ts';
import { replaceInTurn, startPairs } from './support/rolling.ts';
import { full, scaled } from './support/scale.ts';
import type { Scenario } from './support/scenarios.ts';
import { type CrashWorld, openWorld } from './support/world.ts';

const debates = scaled(50);
const titles: Record<string, Scenario> = { SQLite: 'restarts', Postgres: 'restartsPostgres' };

describe.each(databases)('a ledger in $name', ({ name, missing, create }) => {
  describe.skipIf(missing !== '')('and a fleet of two workers of each kind', () => {
    let world: CrashWorld;
    let client: AgentsClient;
    let workers: Worker[];
    let remove: () => void;
    const start = (serve: string) => world.fleet.start(serve);

    beforeAll(async () => {
      const database = await create();
      ({ remove } = database);
      world = await openWorld({ model: { latencyMs: humanLatency }, database: database.url });
      workers = await startPairs(start, ['workflows', 'openai']);
      client = await world.connect();
    });
    afterAll(async () => {
      await world?.close();
      remove?.();
    });

    /** Runs the debates while workers are replaced. */
    async function disturbed(prefix: string, end: 'stop' | 'kill') {
      world.model.requests.length = 0;
      const before = await countAllJournaled(world.tables);
      const startedAt = Date.now();
      const handles = await startDebates(client, debates, prefix);
      const rolling = replaceInTurn(start, workers, end);
      const results = await Promise.all(handles.map((handle) => handle.result()));
      const seconds = (Date.now() - startedAt) / 1_000;
      const replaced = await rolling.stop();
      const repeats = countRepeats(world.model.requests);
      const journaled = (await countAllJournaled(world.tables)) - before;
      const paidAgain = await askedAfterJournaled(world.model.requests, world.tables);
      const complete = results.filter(({ success }) => success).length;
      return { complete, replaced, seconds, journaled, paidAgain, ...repeats };
    }

    type Disturbed = Awaited<ReturnType<typeof disturbed>>;

    function keep(scenario: Scenario, found: Disturbed): void {
      record(scenario, 'ours', {
        debates,
        complete: found.complete,
        'workers replaced': found.replaced,
        'calls needed': found.needed,
        'calls made': found.calls,
        'calls in the ledger repeated': found.paidAgain,
        'answered calls repeated': found.answeredAgain,
        s: found.seconds,
      });
    }

    it(`completes ${debates} debates with no call twice while one worker after another is replaced`, async () => {
      const found = await disturbed('stop', 'stop');
      keep(titles[name] ?? 'restarts', found);
      expect(found.replaced).toBeGreaterThanOrEqual(full ? 10 : 3);
      expect(found.complete).toBe(debates);
      expect(found.journaled).toBe(found.needed);
      expect(found.calls).toBe(found.needed);
    });

    it.skipIf(name !== 'SQLite' || !full)(
      `completes ${debates} debates, each call once in the ledger, while one after another is killed (minutes: at full scale, on SQLite)`,
      async () => {
        const found = await disturbed('kill', 'kill');
        keep('restartsKilled', found);
        expect(found.complete).toBe(debates);
        expect(found.journaled).toBe(found.needed);
        expect(found.paidAgain).toBe(0);
      },
    );
  });
});
