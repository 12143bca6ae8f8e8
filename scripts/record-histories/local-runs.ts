import type { AgentInput } from '../../src/core/kinds/agent/types.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import type { ScriptedReply } from '../../src/testing/index.ts';
import { type LiveWorld, until } from '../../test/support/live-world.ts';
import { expectRun, type Scenario, writeRun } from './recorder.ts';

/** What stays in the workflow's own run, and on its worker: small patterns, and calls with `localCalls`. */
export const localRuns: Record<string, Scenario> = {
  'local-calls': localCalls,
  'local-tool-loop': localToolLoop,
  inline,
  'inline-cancelled': inlineCancelled,
};

const agent = (name: string, more: Partial<AgentInput> = {}): AgentInput => ({
  kind: 'agent',
  name,
  provider: 'responses',
  ...more,
});
const parallel = (name: string, ...agents: StepInput[]): StepInput => ({
  kind: 'parallel',
  name,
  agents,
});
const local = { localCalls: true } as const;
/** Over 1 KB, so that it is stored first. */
const long = 'Is it worth it? '.repeat(70);
/** Slower than its sibling, so that it ends after it. */
const slowly = (text: string): ScriptedReply => ({ text, delayMs: 200 });

async function localCalls(world: LiveWorld, name: string): Promise<void> {
  world.cast({ Ann: slowly('Yes.'), Bo: 'No.', Cy: 'Perhaps.' });
  const step: StepInput = {
    kind: 'pipeline',
    steps: [parallel('Pair', agent('Ann', local), agent('Bo', local)), agent('Cy', local)],
  };
  expectRun(name, await world.client.run(step, long, { id: name }));
  await writeRun(world, name);
}

async function localToolLoop(world: LiveWorld, name: string): Promise<void> {
  const note = { name: 'note', arguments: { text: 'a' } };
  world.cast({ Ann: [{ toolCalls: [note, note] }, { toolCalls: [note] }, 'Done.'] });
  const step = agent('Ann', { tools: ['note'], ...local });
  expectRun(name, await world.client.run(step, 'Take notes.', { id: name }));
  await writeRun(world, name);
}

async function inline(world: LiveWorld, name: string): Promise<void> {
  world.cast({ Ann: slowly('Yes.'), Dee: slowly('Never.') });
  const inner: StepInput = {
    kind: 'pipeline',
    name: 'Inner',
    steps: [agent('Cy'), { step: agent('Dee'), transform: 'Again:\n{input}' }],
  };
  const step: StepInput = {
    kind: 'pipeline',
    steps: [
      parallel('Team', agent('Ann'), agent('Bo'), inner),
      { step: agent('Judge'), transform: parallel('Second team', agent('Eve'), agent('Flo')) },
    ],
  };
  const context = 'It is about AI. '.repeat(70);
  expectRun(name, await world.client.run(step, long, { id: name, context }));
  await writeRun(world, name);
}

async function inlineCancelled(world: LiveWorld, name: string): Promise<void> {
  world.cast({ Slow: { hang: true } });
  const step: StepInput = {
    kind: 'pipeline',
    steps: [parallel('Team', agent('Good'), agent('Slow')), agent('Next')],
  };
  const handle = await world.client.start(step, 'Go', { id: name });
  const first = () => world.askedBy('Good')[0]?.endedBy === 'reply';
  await until(() => first() && world.askedBy('Slow').length === 1, 'one answer and one call');
  await handle.cancel();
  expectRun(name, await handle.result(), 'runCancelled');
  await writeRun(world, name);
}
