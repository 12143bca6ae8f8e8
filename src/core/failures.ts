import { ApplicationFailure } from '@temporalio/common';
import { Failure, type FailureType } from './failure-types.ts';

export { messageOf } from './error-words.ts';
export { Failure, type FailureType } from './failure-types.ts';

const known: ReadonlySet<string> = new Set(Object.values(Failure));

function isFailureType(type: unknown): type is FailureType {
  return typeof type === 'string' && known.has(type);
}

export interface FailureOptions {
  /** Whether trying again could help. Default `false`. */
  retryable?: boolean;
  /** Plain JSON for whoever handles the failure. */
  details?: unknown;
  /** Milliseconds to wait before the next attempt, 0 for none; only read when `retryable`. */
  retryAfterMs?: number;
  cause?: Error;
}

/**
 * The one way a failure is made.
 *
 * @param message what happened, to whom, and what to do; never a secret
 */
export function failure(
  type: FailureType,
  message: string,
  options: FailureOptions = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: !options.retryable,
    ...(options.details === undefined ? {} : { details: [options.details] }),
    // Temporal takes a delay of 0 for no next attempt.
    ...(options.retryAfterMs === undefined
      ? {}
      : { nextRetryDelay: Math.max(1, options.retryAfterMs) }),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  });
}

/**
 * The taxonomy's type of an error, looking through the `cause` chain that Temporal wraps around
 * an `ApplicationFailure` (an `ActivityFailure`, a `ChildWorkflowFailure`); `undefined` if none.
 */
export function failureType(error: unknown): FailureType | undefined {
  return findFailure(error)?.type as FailureType | undefined;
}

/** The first `ApplicationFailure` of a known type in the `cause` chain of an error. */
export function findFailure(error: unknown): ApplicationFailure | undefined {
  return causes(error).find(
    (cause): cause is ApplicationFailure =>
      cause instanceof ApplicationFailure && isFailureType(cause.type),
  );
}

/** Far more than anything wraps; a chain may lead back to itself. */
const longestChain = 100;

/** An error and what caused it, the outermost first; empty for what is no error. */
export function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && chain.length < longestChain; at = at.cause)
    chain.push(at);
  return chain;
}
