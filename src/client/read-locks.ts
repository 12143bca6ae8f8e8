import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import { TimeoutFailure } from '@temporalio/common';
import { Failure, failure } from '../core/failures.ts';
import type { LockListing } from '../core/locks.ts';
import type { TextReader } from './fill-result.ts';

/** How long the reading may take; a queue that nobody serves would wait for ever. */
const readLimit = '15s';

/**
 * Every lock that is held or waited for, through a worker.
 *
 * @throws `Worker.Unconfigured` when no worker answers within 15 s
 */
export async function readLocks({ temporal, sharedQueue }: TextReader): Promise<LockListing> {
  try {
    return await temporal.workflow.execute('readLocks', {
      taskQueue: sharedQueue,
      workflowId: `read-locks-${randomUUID()}`,
      workflowExecutionTimeout: readLimit,
      args: [],
      staticSummary: 'locks, for a client',
    });
  } catch (error) {
    const late = error instanceof WorkflowFailedError && error.cause instanceof TimeoutFailure;
    throw late ? unread(sharedQueue) : error;
  }
}

function unread(queue: string) {
  const message = `no worker on '${queue}' has read the locks within ${readLimit}: run 'durable-agents worker --serve workflows', then ask again`;
  return failure(Failure.workerUnconfigured, message, { retryable: true });
}
