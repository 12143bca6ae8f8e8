import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool, threadSafeTool } from '../../src/workers/index.ts';
import { startTcpRelay, type TcpRelay } from '../crash/support/tcp-relay.ts';
import { databases } from '../support/databases.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

const postgres = databases.find(({ name }) => name === 'Postgres');
if (postgres === undefined) throw new Error('there is no Postgres among the databases');

/** How long a connection to the database lives, in ms. */
const lifeMs = 400;

describe.skipIf(postgres.missing !== '')('with connections to the database cut every 0.4 s', () => {
  const noted: string[] = [];
  let world: LiveWorld;
  let relay: TcpRelay;
  let cutting: NodeJS.Timeout;
  let remove: () => void;

  const note = {
    description: 'Notes a text.',
    input: z.object({ text: z.string(), book: z.string() }),
    execute: ({ text }: { text: string }) => {
      noted.push(text);
      return `noted ${text}`;
    },
  };
  const tools = [
    defineTool({ name: 'note', ...note }),
    threadSafeTool('notes', 'book')(defineTool({ name: 'note_alone', ...note })),
  ];

  beforeAll(async () => {
    const database = await postgres.create();
    remove = () => database.remove();
    const url = new URL(database.url);
    relay = await startTcpRelay(url.host);
    url.host = relay.address;
    const before = process.env['DATABASE_URL'];
    process.env['DATABASE_URL'] = url.href;
    world = await openWorld({ tools });
    if (before === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = before;
    cutting = setInterval(() => relay.open(), lifeMs);
  });
  afterAll(async () => {
    clearInterval(cutting);
    await world?.close();
    await relay?.close();
    remove?.();
  });

  // A lock is handed over while connections are cut, which takes a second a time.
  it.each([
    ['note', 10],
    ['note_alone', 3],
  ])(
    'every effect that %s had in %i runs is told to its agent, and had once',
    async (tool, count) => {
      const runs = Array.from({ length: count }, (_, index) => `${tool}-${index}`);
      const calls = (text: string) => ({
        toolCalls: [{ name: tool, arguments: { text, book: 'one' } }],
      });
      noted.length = 0;
      world.cast(
        Object.fromEntries(
          runs.map((name) => [name, [calls(`${name}, first`), calls(`${name}, then`), 'done']]),
        ),
      );

      const results = await Promise.all(
        runs.map((name) =>
          world.client.run(
            { kind: 'agent', name, provider: 'chat', tools: [tool], timeout: '2m' },
            'Note two texts.',
          ),
        ),
      );

      expect(results.map(({ error }) => error)).toEqual(runs.map(() => null));
      const told = runs.map((name) => JSON.stringify(world.askedBy(name).at(-1)?.messages));
      for (const [index, name] of runs.entries()) {
        expect(told[index]).toContain(`noted ${name}, first`);
        expect(told[index]).toContain(`noted ${name}, then`);
      }
      expect(noted.toSorted()).toEqual(
        runs.flatMap((name) => [`${name}, first`, `${name}, then`]).toSorted(),
      );
    },
  );
});
