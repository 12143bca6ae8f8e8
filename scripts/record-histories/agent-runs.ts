import type { AgentInput } from '../../src/core/kinds/agent/types.ts';
import type { ScriptedAnswer } from '../../src/testing/index.ts';
import type { LiveWorld } from '../../test/support/live-world.ts';
import { expectRun, type Scenario, writeContinued, writeRun } from './recorder.ts';

/** Agents with tools, with a memory and with a thread. */
export const agentRuns: Record<string, Scenario> = {
  'tool-loop': toolLoop,
  'tool-loop-nested': toolLoopNested,
  'tool-loop-continued': toolLoopContinued,
  'thread-summary': threadSummary,
  remember,
};

const agent = (name: string, more: Partial<AgentInput> = {}): AgentInput => ({
  kind: 'agent',
  name,
  provider: 'responses',
  ...more,
});
const asks = (...calls: [name: string, args: unknown][]): ScriptedAnswer => ({
  toolCalls: calls.map(([name, args]) => ({ name, arguments: args })),
});

/** Two replies go back to the agent, between turns that call tools: good, failing and unknown ones. */
const loopReplies = [
  asks(['note', { text: 'a' }], ['note', { text: 'b' }]),
  'That is no JSON.',
  asks(['long', { bytes: 2_000 }], ['broken', {}], ['nothing', {}], ['note', { wrong: true }]),
  '{"title": 1}',
  '{"title": "Done"}',
];
const output = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
const toolUser = agent('Ann', { tools: ['note', 'long', 'broken'], output });

async function toolLoop(world: LiveWorld, name: string): Promise<void> {
  world.cast({ Ann: loopReplies });
  expectRun(name, await world.client.run(toolUser, 'Take notes.', { id: name }));
  await writeRun(world, name);
}

async function toolLoopNested(world: LiveWorld, name: string): Promise<void> {
  world.cast({ Ann: loopReplies });
  const step = { kind: 'parallel' as const, agents: [toolUser, agent('Bo')] };
  expectRun(name, await world.client.run(step, 'Take notes.', { id: name }));
  await writeRun(world, name);
}

/** Its replies and what its tools say make its history long. */
async function toolLoopContinued(world: LiveWorld, name: string): Promise<void> {
  const turn = { text: 'let me see '.repeat(18_000), ...asks(['long', { bytes: 200_000 }]) };
  world.cast({ Ann: [...Array.from({ length: 10 }, () => turn), 'Enough.'] });
  const step = agent('Ann', { tools: ['long'], maxTurns: 20 });
  expectRun(name, await world.client.run(step, 'Read all of it.', { id: name }));
  await writeContinued(world, name);
}

/** The first run that has to sum its thread up, and the first that goes on from such a summary to another. */
async function threadSummary(world: LiveWorld, name: string): Promise<void> {
  const filler = 'and so on and on, '.repeat(12);
  world.cast({ Ann: `answer ${filler}`, 'Note-taker': 'Notes: it went on and on.' });
  const step = agent('Ann', { thread: name, threadTokens: 600, threadOverflow: 'summarise' });
  const names = [name, `${name}-again`];
  for (let turn = 1; names.length > 0; turn += 1) {
    const before = world.askedBy('Note-taker').length;
    const id = `${name}/${turn}`;
    expectRun(name, await world.client.run(step, `question ${turn} ${filler}`, { id }));
    const [next] = names;
    if (next === undefined || world.askedBy('Note-taker').length === before) continue;
    await writeRun(world, next, id);
    names.shift();
  }
}

/** Remembers, forgets and gets it wrong; the next agent reads what is known then. */
async function remember(world: LiveWorld, name: string): Promise<void> {
  await world.client.user(name).set('city', 'Oslo');
  world.cast({
    Ann: [
      asks(['remember', { key: 'name', value: 'Phil' }], ['forget', { key: 'city' }]),
      asks(['remember', { key: 'pet' }]),
      'Noted.',
    ],
  });
  const step = { kind: 'pipeline' as const, steps: [agent('Ann'), agent('Bo')] };
  const result = await world.client.run(step, 'I am Phil.', { id: name, user: name });
  expectRun(name, result);
  await writeRun(world, name);
}
