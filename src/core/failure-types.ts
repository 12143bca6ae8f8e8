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
  noneChosen: 'Route.NoneChosen',
  loopNotSatisfied: 'Loop.NotSatisfied',
  runCancelled: 'Run.Cancelled',
  payloadTooLarge: 'Payload.TooLarge',
  messageMissing: 'Message.Missing',
  itemsFailed: 'Map.ItemsFailed',
  humanTimedOut: 'Human.TimedOut',
  humanDenied: 'Human.Denied',
  checkRefused: 'Check.Refused',
  checkStopped: 'Check.Stopped',
  recordingMismatch: 'Recording.Mismatch',
  /** A worker was asked for a call to a provider that it does not serve: another one has to make it. */
  providerNotServed: 'Provider.NotServed',
  workerUnconfigured: 'Worker.Unconfigured',
} as const;

/** The type of a failure: a value of {@link Failure}. */
export type FailureType = (typeof Failure)[keyof typeof Failure];
