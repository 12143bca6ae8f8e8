import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AgentsClient, Agent, ParallelAgents } from '../../src/client/index.ts';
import { type CrashWorld, openWorld } from '../crash/support/world.ts';
import { agentOf } from '../support/live-world.ts';
import { freshDatabase } from '../support/postgres.ts';

const postgres = inject('postgresUrl');

/** A module that a user registers: who calls, from which process. */
const toolsModule = `
import { defineTool, threadSafeTool } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
import { z } from ${JSON.stringify(import.meta.resolve('zod'))};

const sign = defineTool({
  name: 'sign',
  description: 'Signs a document.',
  input: z.object({ document: z.string() }),
  execute: ({ document }, { agentName, fencing, user }) =>
    \`\${document} signed by \${agentName} for \${user} as number \${fencing} in \${process.pid}\`,
});

export const tools = [threadSafeTool('document', 'document')(sign)];
`;

describe.each([
  { name: 'SQLite', missing: '', database: async () => undefined },
  {
    name: postgres === '' ? `Postgres (skipped: ${inject('postgresMissing')})` : 'Postgres',
    missing: inject('postgresMissing'),
    database: () => freshDatabase(postgres),
  },
])('a fleet split into workflows, models and tools, on $name', ({ missing, database }) => {
  let world: CrashWorld;
  let client: AgentsClient;

  beforeAll(async () => {
    if (missing !== '') return;
    const url = await database();
    const script = ({ system, messages }: { system: string; messages: { role: string }[] }) => {
      const [last] = messages.slice(-1);
      if (last?.role === 'tool') return `done, says ${agentOf({ system } as never)}`;
      const toolCalls = [
        { name: 'sign', arguments: { document: 'treaty' } },
        { name: 'remember', arguments: { key: agentOf({ system } as never), value: 'signed' } },
      ];
      return { toolCalls };
    };
    world = await openWorld({ model: { script }, ...(url === undefined ? {} : { database: url }) });
    await Promise.all([
      world.fleet.start('workflows'),
      world.fleet.start('openai'),
      world.fleet.start('tools', { register: toolsModule }),
    ]);
    client = await world.connect();
  });
  afterAll(() => world?.close());

  it.skipIf(missing !== '')(
    'runs agents with tools, locks, a thread and a user, each part where it is served',
    async () => {
      const agent = (name: string) =>
        new Agent({ name, provider: 'openai', tools: ['sign'], thread: `thread of ${name}` });
      const both = new ParallelAgents([agent('Ann'), agent('Bo')]);
      const result = await both.chat('Sign the treaty', { client, user: 'phil' });

      expect(result.contents).toEqual({ Ann: 'done, says Ann', Bo: 'done, says Bo' });
      const facts = await client.user('phil').facts();
      expect(facts.map(({ key, value }) => [key, value])).toEqual([
        ['Ann', 'signed'],
        ['Bo', 'signed'],
      ]);
      const told = world.model.requests.flatMap(({ messages }) =>
        messages.filter(({ content }) => content.startsWith('treaty signed by')),
      );
      const numbers = told.map(({ content }) => /for phil as number (\d)/.exec(content)?.[1]);
      expect(new Set(numbers)).toEqual(new Set(['1', '2']));
      expect(numbers).toHaveLength(2);
      const threads = await world.tables.selectFrom('threads').select('id').orderBy('id').execute();
      expect(threads.map(({ id }) => id)).toEqual(['thread of Ann', 'thread of Bo']);
    },
  );

  it.skipIf(missing !== '')('shows its locks on the command line', async () => {
    const { status, stdout } = await world.fleet.run(['locks', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ success: true, locks: [] });
  });
});
