import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentInput } from '../../src/core/kinds/agent/types.ts';
import type { WaitingQuestion } from '../../src/core/questions/question.ts';
import type { LiveWorld } from '../../test/support/live-world.ts';
import { expectRun, type Scenario, writeRun } from './recorder.ts';

/** Runs that wait for people. */
export const peopleRuns: Record<string, Scenario> = {
  person,
  'person-late': personLate,
  approvals,
};

const agent = (name: string, more: Partial<AgentInput> = {}): AgentInput => ({
  kind: 'agent',
  name,
  provider: 'responses',
  ...more,
});

const call = (tool: string, args: object) => ({ name: tool, arguments: args });

async function untilAsked(
  { client }: LiveWorld,
  id: string,
  count: number,
): Promise<WaitingQuestion[]> {
  for (;;) {
    const questions = await client.handle(id).questions();
    if (questions.length === count) return questions;
    await sleep(100);
  }
}

/** Wrong answers by signal and by update, to the root and to the person, then a right one, twice. */
async function person(world: LiveWorld, name: string): Promise<void> {
  const review = { kind: 'person' as const, name: 'Ada', choices: ['yes', 'no'] };
  const spec = { kind: 'pipeline' as const, steps: [agent('Ann'), review, agent('Bo')] };
  const handle = await world.client.start(spec, 'Ship it?', { id: name });
  await untilAsked(world, name, 1);
  const root = world.temporal.workflow.getHandle(name);
  await root.signal('answer', { question: 'nowhere', answer: 'yes' });
  await root.signal('answer', { question: '2-Ada', answer: 'maybe' });
  await handle.answer('never', { question: '2-Ada' }).catch(() => undefined);
  await root.signal('answer', { question: '2-Ada', answer: 'yes', by: 'Ada' });
  await handle.answer('yes', { question: '2-Ada', by: 'Bob' });
  expectRun(name, await handle.result());
  await writeRun(world, name);
}

/** Nobody answers, beside an agent that goes on. */
async function personLate(world: LiveWorld, name: string): Promise<void> {
  const review = { kind: 'person' as const, name: 'Ada', timeout: '2s', default: 'no' };
  const agents = [review, agent('Ann', { tools: ['note'] })];
  world.cast({ Ann: [{ toolCalls: [call('note', { text: 'a' })] }, 'noted'] });
  const spec = { kind: 'parallel' as const, agents };
  expectRun(name, await world.client.run(spec, 'Ship it?', { id: name }));
  await writeRun(world, name);
}

/** Of three calls of a turn one needs nobody, one is denied, one allowed; of the next turn one is late. */
async function approvals(world: LiveWorld, name: string): Promise<void> {
  const first = [call('note', { text: 'a' }), call('long', { bytes: 100 }), call('broken', {})];
  world.cast({ Ann: [{ toolCalls: first }, { toolCalls: [call('long', { bytes: 10 })] }, 'done'] });
  const spec = agent('Ann', {
    tools: ['note', 'long', 'broken'],
    approve: ['long', 'broken'],
    approvalTimeout: '5s',
  });
  const handle = await world.client.start(spec, 'Take notes.', { id: name });
  await untilAsked(world, name, 2);
  await handle.approve({ question: `${name}#1.1`, by: 'Ada' });
  const raw = world.temporal.workflow.getHandle(name);
  await raw.signal('answer', { question: `${name}#1.2`, approve: false, reason: 'not today' });
  expectRun(name, await handle.result());
  await writeRun(world, name);
}
