import { workflowInfo } from '@temporalio/workflow';
import { queuesBeside, suffixOf } from '../../core/queues.ts';

// Where a workflow's activities go, and for how long they are waited for.

/** In milliseconds. */
export interface TimeLimit {
  /** Whoever waits for an effect waits no longer, attempts together. */
  ms: number;
}

/** Of something that may take long, and tells meanwhile that its worker lives. */
export interface WatchedLimit extends TimeLimit {
  /** Without a sign of life for this long, the worker is taken for dead. Default: by the queue. */
  heartbeatMs?: number | undefined;
}

/** The workflow's own queue: its worker has the store, and can start at once. */
export function storeQueue(): string {
  return workflowInfo().taskQueue;
}

export function queues() {
  return queuesBeside(workflowInfo().taskQueue);
}

/** Embedded, nothing but the end of its process takes a worker away. */
export function heartbeatTimeout({ heartbeatMs }: WatchedLimit): number {
  return heartbeatMs ?? (suffixOf(workflowInfo().taskQueue) === '' ? 15_000 : 5_000);
}
