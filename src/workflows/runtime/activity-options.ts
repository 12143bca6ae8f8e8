import {
  type ActivityOptions,
  ActivityCancellationType,
  type LocalActivityOptions,
} from '@temporalio/workflow';
import * as webUi from '../../core/web-ui/summaries.ts';

// How the activities of workflows are run: their times, attempts, and what a cancellation does.

/**
 * A model call. The activity itself counts the provider's failures and stops after four; Temporal's
 * own attempts are more, because a worker's crash must not use one of the four up.
 */
export const model: ActivityOptions = {
  startToCloseTimeout: '1 day', // the call gives its own limit
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: {
    initialInterval: '1s',
    backoffCoefficient: 2,
    maximumInterval: '4s',
    maximumAttempts: 20,
  },
};

/** A function that a user has registered. */
export const transform: ActivityOptions = {
  ...model,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 4 },
};

/** A tool: how long an attempt takes and how many there are, the tool says itself. */
export const tool: ActivityOptions = {
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
};

/** A server of tools may have to start first. */
export const listing = { startToCloseTimeout: '1m' } as const;

/** More than a tool's own limit, so that it can say itself that its time was up. */
export const toolReserveMs = 5_000;

/** Reads and writes of the message store: short, and safe to repeat. */
export const store: ActivityOptions = {
  cancellationType: ActivityCancellationType.TRY_CANCEL, // what is short is not waited for
  startToCloseTimeout: '20s',
  scheduleToCloseTimeout: '10m',
  retry: {
    initialInterval: '200ms',
    backoffCoefficient: 2,
    maximumInterval: '5s',
    maximumAttempts: 30, // a database that is away for two minutes
  },
};

/**
 * Reads and changes of a user context. The activity itself waits for 60 s at most for the server and
 * whoever serves the context; a change keeps its id, so it is safe to repeat.
 */
export const context: ActivityOptions = {
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  startToCloseTimeout: '90s',
  scheduleToCloseTimeout: '10m',
  retry: {
    initialInterval: '200ms',
    backoffCoefficient: 2,
    maximumInterval: '5s',
    maximumAttempts: 3,
  },
};

/**
 * Reads and writes of the store, and checks, that are done where the workflow is, without a way to
 * the server and back: short, and safe to repeat. A database that is away is waited for as elsewhere.
 */
export const local: LocalActivityOptions = {
  startToCloseTimeout: '20s',
  scheduleToCloseTimeout: '10m',
  retry: store.retry,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
};

/** A whole list: it may be long, and tells meanwhile that its worker lives. */
export const lists: ActivityOptions = {
  ...store,
  startToCloseTimeout: '10m',
  scheduleToCloseTimeout: '30m',
  heartbeatTimeout: '15s',
};

/** What only followers need holds no run up. */
export const telling: LocalActivityOptions = {
  ...local,
  scheduleToCloseTimeout: '20s',
  summary: webUi.tellingEvents,
};

/** A model call in the workflow's own worker: its attempts are counted in the ledger as well. */
export const localModel: LocalActivityOptions = {
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: model.retry,
};

/** Telling somebody that a question waits: a mail server may be away for a while. */
export const question: ActivityOptions = {
  startToCloseTimeout: '1m',
  retry: {
    initialInterval: '1s',
    backoffCoefficient: 2,
    maximumInterval: '5m',
    maximumAttempts: 20,
  },
};

/** Temporal takes whole milliseconds above zero. */
export function asLimit(ms: number): number {
  return Math.max(1, Math.round(ms));
}

/** For something that has that long, attempts together. */
export function bounded({ ms }: { ms: number }): ActivityOptions {
  const limit = asLimit(ms);
  return { startToCloseTimeout: limit, scheduleToCloseTimeout: limit };
}
