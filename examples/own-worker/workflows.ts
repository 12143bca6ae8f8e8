import { proxyActivities } from '@temporalio/workflow';
import type { Step } from 'durable-agents/client';
import { runParallel, stepContext } from 'durable-agents/workflows';
import type { activities } from './activities.ts';

const { findOrder } = proxyActivities<typeof activities>({ startToCloseTimeout: '10s' });

/** Looks an order up, as before, and then has agents say what to answer. */
export async function answerComplaint({ panel, order }: { panel: Step; order: string }) {
  if (panel.kind !== 'parallel') throw new TypeError('a parallel step is needed');
  const found = await findOrder(order);
  const ctx = stepContext('answerComplaint', { context: `The order: ${found}` });
  return await runParallel(panel, 'The parcel did not arrive. What do we answer?', ctx);
}
