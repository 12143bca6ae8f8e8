import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { BaselineActivities } from './activities.ts';

// What an engineer writes by hand on Temporal alone: the same calls, with the same timeouts and
// retries, and the text passed on from call to call.
const options = {
  startToCloseTimeout: '120s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 4 },
} as const;
const watched = { ...options, heartbeatTimeout: '5s' } as const;

/** How the model is called; `eager`: on the workflow's own queue, so that a call comes with its task. */
const ways = {
  queue: proxyActivities<BaselineActivities>({ ...watched, taskQueue: 'baseline-model' }),
  eager: proxyActivities<BaselineActivities>(watched),
  local: proxyLocalActivities<BaselineActivities>(options),
};
export type Way = keyof typeof ways;

export interface BaselineInput {
  /** How many calls are made at once, one group after another. */
  groups: readonly number[];
  input: string;
  way: Way;
}

export async function baseline({ groups, input, way }: BaselineInput): Promise<string> {
  const { ask } = ways[way];
  let text = input;
  for (const [group, calls] of groups.entries()) {
    const systems = Array.from({ length: calls }, (_, call) => `You are agent ${group}.${call}.`);
    const replies = await Promise.all(systems.map((system) => ask({ system, text })));
    text = replies.join('\n\n');
  }
  return text;
}

/** One call after another, as the crash suite has it. */
export async function sequential({ turns, input }: Shape): Promise<string> {
  const groups = Array.from({ length: turns }, () => 1);
  return await baseline({ groups, input, way: 'queue' });
}

/** All calls at once, as the crash suite has it. */
export async function together({ turns, input }: Shape): Promise<string> {
  return await baseline({ groups: [turns], input, way: 'queue' });
}

interface Shape {
  turns: number;
  input: string;
}
