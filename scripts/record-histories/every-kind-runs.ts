import type { LiveWorld } from '../../test/support/live-world.ts';
import { expectRun, type Scenario, writeRun } from './recorder.ts';

/** Patterns with what every kind may have: a thread, an output, and what was asked in a template. */
export const everyKindRuns: Record<string, Scenario> = { 'team-thread': teamThread };

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'responses' });

/** The second run of a team on its thread; its answer is put into a form, because nobody says it alone. */
async function teamThread(world: LiveWorld, name: string): Promise<void> {
  const panel = { kind: 'parallel' as const, name: 'Panel', agents: [agent('Ann'), agent('Bo')] };
  const properties = { verdict: { type: 'string' } };
  const team = {
    kind: 'pipeline' as const,
    name: 'Team',
    steps: [agent('Cy'), { step: panel, transform: 'Asked: {question}\nSaid: {input}' }],
    thread: name,
    output: { type: 'object', properties, required: ['verdict'] },
  };
  world.cast({ Output: '{"verdict": "yes"}' });
  await world.client.run(team, 'Is it so?', { id: `${name}-before` });
  expectRun(name, await world.client.run(team, 'And now?', { id: name }));
  await writeRun(world, name);
}
