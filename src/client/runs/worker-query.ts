import { randomUUID } from 'node:crypto';
import { type Client, WorkflowFailedError } from '@temporalio/client';
import { TimeoutFailure } from '@temporalio/common';
import { Failure, failure } from '../../core/failures.ts';
import type { ItemsPage, ItemsWanted } from '../../core/list-items.ts';
import type { StoredText } from '../../core/model-call.ts';
import { howToServe } from './pollers.ts';

/** Where a client reads what is in the store: a part of what it is made of. */
export interface TextReader {
  temporal: Client;
  /** Task queue of what any process with the store serves: reading texts, user contexts. */
  sharedQueue: string;
  /** Reads stored texts where the client has the store itself. Default: through a worker. */
  readTexts?: (ids: readonly string[]) => Promise<StoredText[]>;
  /** Reads items where the client has the store itself. Default: through a worker. */
  readItems?: (wanted: ItemsWanted) => Promise<ItemsPage>;
  /** Stores texts where the client has the store itself. Default: through a worker. */
  storeTexts?: (run: string, texts: readonly StoredText[]) => Promise<void>;
}

/** A small workflow that reads something for a client. */
export interface Reading {
  workflow: string;
  args: unknown[];
  /** A queue that nobody serves would wait for ever. */
  limit: `${number}s`;
  /** Begins the workflow's id. */
  id: string;
  /** What is read, for people, and what to ask for again. */
  what: string;
  again: string;
  summary: string;
}

/**
 * Reads something from the store through a worker.
 *
 * @throws `Worker.Unconfigured` when no worker answers within the limit
 */
export async function readThroughWorker<T>(
  { temporal, sharedQueue }: TextReader,
  { workflow, args, limit, id, what, again, summary }: Reading,
): Promise<T> {
  try {
    return (await temporal.workflow.execute(workflow, {
      taskQueue: sharedQueue,
      workflowId: `${id}-${randomUUID()}`,
      workflowExecutionTimeout: limit,
      args,
      staticSummary: summary,
    })) as T;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError && error.cause instanceof TimeoutFailure))
      throw error;
    const message = `no worker on '${sharedQueue}' has read ${what} within ${limit}: ${howToServe(sharedQueue, 'workflows')}, then ask ${again}`;
    throw failure(Failure.workerUnconfigured, message, { retryable: true });
  }
}
