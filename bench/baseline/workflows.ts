import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { BaselineActivities } from './activities.ts';

// What an engineer writes by hand on bare Temporal: the same calls on a queue of their own, with the
// same timeouts and retries, and the text passed on from call to call.
const options = {
  startToCloseTimeout: '120s',
  heartbeatTimeout: '5s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 4 },
} as const;
const elsewhere = proxyActivities<BaselineActivities>({ ...options, taskQueue: 'baseline-model' });
const here = proxyActivities<BaselineActivities>(options);

export interface BaselineInput {
  turns: number;
  input: string;
  /** On the workflow's own queue, where Temporal can hand an activity out with the workflow task. */
  eager?: boolean;
}

export async function sequential({ turns, input, eager }: BaselineInput): Promise<string> {
  const { ask } = eager ? here : elsewhere;
  let text = input;
  for (let turn = 0; turn < turns; turn++)
    text = await ask({ system: `You are agent ${turn}.`, text });
  return text;
}

export async function together({ turns, input, eager }: BaselineInput): Promise<string[]> {
  const { ask } = eager ? here : elsewhere;
  const turnsList = Array.from({ length: turns }, (_, turn) => `You are agent ${turn}.`);
  return await Promise.all(turnsList.map((system) => ask({ system, text: input })));
}
