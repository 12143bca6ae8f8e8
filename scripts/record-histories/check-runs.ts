import type { AgentInput, CheckVerdict } from '../../src/index.ts';
import type { LiveWorld } from '../../test/support/live-world.ts';
import { expectRun, type Scenario, writeRun } from './recorder.ts';

/** Runs of agents with checks. */
export const checkRuns: Record<string, Scenario> = { checks, 'checks-stopped': stopped };

/** What a function of these checks says of a text. */
export function judge(text: string): CheckVerdict {
  if (text.includes('forbidden')) return { stop: 'it is forbidden' };
  if (text.includes('wrong')) return { sendBack: 'it is wrong' };
  return text.includes('short') ? { rewrite: 'and so on '.repeat(200) } : 'pass';
}

const agent = (name: string, more: Partial<AgentInput> = {}): AgentInput => ({
  kind: 'agent',
  name,
  provider: 'responses',
  ...more,
});
const by = { function: 'judge' };

/** In all four places, by a function and by an agent; an answer is sent back, and the next one rewritten. */
async function checks(world: LiveWorld, name: string): Promise<void> {
  const verdict = JSON.stringify({ reason: 'fine', decision: 'pass', text: null });
  const calls = [{ name: 'note', arguments: { text: 'a' } }];
  world.cast({ Ann: [{ toolCalls: calls }, 'wrong', 'short'], Guard: verdict });
  const spec = agent('Ann', {
    tools: ['note'],
    thread: name,
    checks: [
      { when: 'input', by },
      { when: 'toolCall', by },
      { when: 'toolResult', by: { agent: agent('Guard') } },
      { when: 'output', by },
    ],
  });
  expectRun(name, await world.client.run(spec, 'Take notes.', { id: name }));
  await writeRun(world, name);
}

/** A run of its own stops the one around it, in which another agent is at work. */
async function stopped(world: LiveWorld, name: string): Promise<void> {
  world.cast({ Ann: 'forbidden', Slow: { text: 'late', delayMs: 60_000 } });
  const ann = agent('Ann', { tools: ['note'], checks: [{ when: 'output', by }] });
  const step = { kind: 'parallel' as const, agents: [ann, agent('Slow')] };
  expectRun(name, await world.client.run(step, 'Go.', { id: name }), 'checkStopped');
  await writeRun(world, name);
}
