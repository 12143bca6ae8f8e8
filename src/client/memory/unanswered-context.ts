import type { Client } from '@temporalio/client';
import { Failure, failure } from '../../core/failures.ts';
import { userContextId } from '../../core/user-context.ts';
import { hasPoller, howToServe } from '../runs/pollers.ts';

/** Where user contexts are: a part of what a client is made of. */
export interface ContextPlace {
  temporal: Client;
  sharedQueue: string;
}

/** Whether a worker serves the queue on which the user's context lives, as far as the server tells. */
export async function isServed({ temporal }: ContextPlace, user: string): Promise<boolean> {
  try {
    const { taskQueue } = await temporal.workflow.getHandle(userContextId(user)).describe();
    return await hasPoller(temporal, { queue: taskQueue, kind: 'workflows' });
  } catch {
    return true; // the server itself is away
  }
}

/** The failure for a user's context that does not answer. */
export async function unanswered({ temporal, sharedQueue }: ContextPlace, user: string) {
  const { taskQueue } = await temporal.workflow.getHandle(userContextId(user)).describe();
  const advice =
    taskQueue === sharedQueue
      ? `${howToServe(taskQueue, 'workflows')}, then try again`
      : `it was made with another store than the one here, whose queue is '${sharedQueue}': use that store's DATABASE_URL`;
  const message = `no worker on '${taskQueue}' answers for the user '${user}': ${advice}`;
  return failure(Failure.workerUnconfigured, message, { retryable: true });
}
