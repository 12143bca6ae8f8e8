import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { SupervisorResult } from '../../src/core/kinds/supervisor/types.ts';
import { type AskedCall, memoryWorld, type Script, type WorldOptions } from './memory-host.ts';

export const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'scripted' });
export const workers = { A: agent('A'), B: agent('B'), C: agent('C') };

/** A task of a scripted plan: id, worker, and what differs from the usual. */
export const task = (id: string, workerName: string, more: object = {}) => ({
  id,
  workerName,
  task: `do ${id}`,
  context: '',
  priority: 1,
  dependsOn: [],
  ...more,
});

export const yes = { answer: true, reason: 'it is so' };
export const no = { answer: false, reason: 'it is not' };
export const review = (satisfied: boolean, more: object = {}) => ({
  satisfied: satisfied ? yes : no,
  progress: yes,
  inLoop: no,
  missing: { answer: satisfied ? '' : 'numbers', reason: 'none were given' },
  ...more,
});

export interface Play {
  /** Tasks, or a whole reply. */
  plans: (object[] | Record<string, unknown>)[];
  reviews?: object[];
  /** What a verifier says each time. */
  verdicts?: object[][];
  worker?: (asked: AskedCall) => ReturnType<Script>;
}

/** A model that plans, reviews and works as the play says; the last plan and review repeat. */
export function playing({
  plans,
  reviews = [review(true)],
  verdicts = [],
  worker = () => ({}),
}: Play): Script {
  const seen = { plans: 0, reviews: 0, verdicts: 0 };
  return (asked) => {
    const title = asked.call.settings.output?.['title'];
    if (title === 'Plan') {
      const plan = plans[Math.min(seen.plans++, plans.length - 1)];
      const reply = Array.isArray(plan) ? { reasoning: `plan ${seen.plans}`, tasks: plan } : plan;
      return { content: JSON.stringify(reply) };
    }
    if (title === 'Verification') {
      const said = verdicts[Math.min(seen.verdicts++, verdicts.length - 1)];
      return { content: JSON.stringify({ verdicts: said }) };
    }
    if (title === 'Review') {
      return { content: JSON.stringify(reviews[Math.min(seen.reviews++, reviews.length - 1)]) };
    }
    return worker(asked);
  };
}

export async function supervise(play: Play, config: object = {}, options: WorldOptions = {}) {
  const world = memoryWorld(playing(play), options);
  const result = await world.run(parseStep({ kind: 'supervisor', workers, ...config }));
  const named = (name: string) => world.calls.filter((call) => call.agentName === name);
  return { result: result as SupervisorResult, calls: world.calls, named };
}
