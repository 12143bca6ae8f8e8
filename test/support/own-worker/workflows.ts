import { proxyActivities } from '@temporalio/workflow';
import type { Step } from '../../../src/core/kinds/step.ts';
import { runParallel, stepContext } from '../../../src/workflows/index.ts';

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
