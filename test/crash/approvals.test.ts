import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentsClient } from '../../src/client/index.ts';
import type { AgentInput } from '../../src/core/kinds/agent/types.ts';
import type { FleetWorker } from './support/fleet.ts';
import { scaled } from './support/scale.ts';
import { type CrashWorld, openWorld, untilTrue } from './support/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'durable-agents-approvals-'));
const journal = join(folder, 'ran.txt');

const module = new URL('processes/approved-tools.mjs', import.meta.url);
const tools = {
  register: `export { tools } from ${JSON.stringify(module.href)};`,
  env: { JOURNAL: journal },
};

const ann: AgentInput = {
  kind: 'agent',
  name: 'Ann',
  provider: 'openai',
  tools: ['look', 'remove', 'pay'],
  timeout: '5m',
};

let world: CrashWorld;
let client: AgentsClient;
const workers = new Map<string, FleetWorker>();

const start = async (serve: string) =>
  void workers.set(serve, await world.fleet.start(serve, serve === 'tools' ? tools : {}));

beforeAll(async () => {
  writeFileSync(journal, '');
  world = await openWorld({
    model: {
      script: ({ messages }) => {
        if (messages.at(-1)?.role === 'tool') return 'all done';
        const run = messages.at(-1)?.content ?? '';
        return {
          toolCalls: ['remove', 'look', 'pay'].map((name) => ({ name, arguments: { run } })),
        };
      },
    },
  });
  await Promise.all(['workflows', 'openai', 'tools'].map(start));
  client = await world.connect();
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function replace(serve: string): Promise<void> {
  await workers.get(serve)?.kill();
  await start(serve);
}

/** What ran for a run, by name. */
const ranFor = (id: string) =>
  readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith(` ${id}`))
    .map((line) => line.split(' ')[0] ?? '')
    .toSorted();

/** Answers as somebody else does, in a process of its own. */
const answerElsewhere = async (id: string, question: string) =>
  await world.fleet.run([
    'answer',
    id,
    '--approve',
    '--question',
    question,
    '--by',
    'Bob',
    '--json',
  ]);

it('Two of three tool calls of a turn, allowed in reverse order, twice each, by two processes, with a worker killed in between, run once each.', async () => {
  for (let round = 0; round < scaled(10); round += 1) {
    const id = `cleaning-${round}`;
    const handle = await client.start(ann, id, { id });
    await untilTrue(async () => (await handle.questions()).length === 2, 'two questions');
    const [first, second] = [`${id}#1.0`, `${id}#1.2`];
    await untilTrue(async () => ranFor(id).includes('look'), 'the call that needs nobody');

    expect(await answerElsewhere(id, second)).toMatchObject({ status: 0 });
    await replace(round % 2 === 0 ? 'workflows' : 'tools');
    await handle.approve({ question: second, by: 'Ada' });
    await handle.approve({ question: first, by: 'Ada' });
    await workers.get('workflows')?.kill();
    const again = answerElsewhere(id, first);
    await start('workflows');

    expect(await handle.result()).toMatchObject({ success: true, content: 'all done' });
    expect(await again).toMatchObject({ status: 0 });
    expect(ranFor(id)).toEqual(['look', 'pay', 'remove']);
    const { approvals } = await handle.result();
    expect(approvals.map(({ question, by }) => [question, by])).toEqual(
      expect.arrayContaining([
        [second, 'Bob'],
        [first, 'Ada'],
      ]),
    );
  }
  expect(await client.inbox()).toEqual([]);
});
