import { proxyActivities } from '@temporalio/workflow';
import type { PersonSpec } from '../../../src/core/kinds/person/types.ts';
import type { Step } from '../../../src/core/kinds/step.ts';
import { runParallel, runPerson, stepContext } from '../../../src/workflows/index.ts';

/** The activities of the worker that these workflows are on. */
export interface OwnActivities {
  findOrder(order: string): Promise<string>;
}

const { findOrder } = proxyActivities<OwnActivities>({ startToCloseTimeout: '10s' });

/** A workflow as users have them, with an activity of its own, that also asks agents. */
export async function answerComplaint({ panel, order }: { panel: Step; order: string }) {
  if (panel.kind !== 'parallel') throw new TypeError('a parallel step is needed');
  const found = await findOrder(order);
  const ctx = stepContext('answerComplaint', { context: found, heartbeatTimeout: '7s' });
  return await runParallel(panel, 'What do we answer?', ctx);
}

/** A workflow as users have them in a fleet: agents do all of its work. */
export async function secondOpinion({ panel, question }: { panel: Step; question: string }) {
  if (panel.kind !== 'parallel') throw new TypeError('a parallel step is needed');
  const ctx = stepContext('secondOpinion');
  const first = await ctx.step(panel, question, { path: 'first' });
  return await runParallel(panel, first.content ?? question, ctx);
}

/** A workflow as users have them, which asks people itself, has an agent ask, and has a step ask. */
export async function placeOrder({ buyer, second }: { buyer: Step; second: Step }) {
  const ctx = stepContext('placeOrder');
  const ask = (name: string) => runPerson(personNamed(name), `${name}?`, ctx);
  const together = await Promise.all([ask('Ada'), ask('Ben')]);
  const later = await ask('Cem');
  const bought = await ctx.step(buyer, 'Buy it.');
  const signed = await ctx.step(second, bought.content ?? '');
  return [...together, later, bought, signed].map(({ content }) => content);
}

function personNamed(name: string): PersonSpec {
  return {
    ...{ kind: 'person', name, question: '{input}', choices: [], timeout: '1h' },
    ...{ default: null, assignee: null },
  };
}
