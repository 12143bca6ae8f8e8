import { ApplicationFailure } from '@temporalio/common';

export { messageOf } from './error-words.ts';

/**
 * Every type a run, a workflow or an activity can fail with. They are the `type` of Temporal's
 * `ApplicationFailure` and the `error.type` of a result.
 */
export const Failure = {
  inputInvalid: 'Input.Invalid',
  modelRateLimited: 'Model.RateLimited',
  modelUnavailable: 'Model.Unavailable',
  modelTimedOut: 'Model.TimedOut',
  modelRejected: 'Model.Rejected',
  replyUnusable: 'Reply.Unusable',
  budgetExhausted: 'Budget.Exhausted',
  lockTimedOut: 'Lock.TimedOut',
  toolFailed: 'Tool.Failed',
  toolUnknown: 'Tool.Unknown',
  tooFewSucceeded: 'Agents.TooFewSucceeded',
  stepTimedOut: 'Step.TimedOut',
  noConsensus: 'Debate.NoConsensus',
  runCancelled: 'Run.Cancelled',
  payloadTooLarge: 'Payload.TooLarge',
  messageMissing: 'Message.Missing',
  humanTimedOut: 'Human.TimedOut',
  humanDenied: 'Human.Denied',
  recordingMismatch: 'Recording.Mismatch',
  /** A worker was asked for a call to a provider that it does not serve: another one has to make it. */
  providerNotServed: 'Provider.NotServed',
  workerUnconfigured: 'Worker.Unconfigured',
} as const;

/** The type of a failure: a value of {@link Failure}. */
export type FailureType = (typeof Failure)[keyof typeof Failure];

const known: ReadonlySet<string> = new Set(Object.values(Failure));

function isFailureType(type: unknown): type is FailureType {
  return typeof type === 'string' && known.has(type);
}

export interface FailureOptions {
  /** Whether trying again could help. Default `false`. */
  retryable?: boolean;
  /** Plain JSON for whoever handles the failure. */
  details?: unknown;
  /** Milliseconds to wait before the next attempt; only read when `retryable`. */
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
    ...(options.retryAfterMs === undefined ? {} : { nextRetryDelay: options.retryAfterMs }),
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
