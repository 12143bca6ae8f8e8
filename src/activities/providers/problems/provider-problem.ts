import type { Failure } from '../../../core/failures.ts';
import type { Endpoint } from '../endpoint.ts';

/** Whose call it is, for the message of a failure. */
export interface CallContext {
  agentName: string;
  endpoint: Endpoint;
  model: string;
}

type ProviderFailureType =
  | 'modelRateLimited'
  | 'modelUnavailable'
  | 'modelTimedOut'
  | 'modelRejected'
  | 'payloadTooLarge';

/** Why a provider gave no reply. */
export interface ProviderProblem {
  type: (typeof Failure)[ProviderFailureType];
  /** Whether another attempt could help. */
  retryable: boolean;
  /** What happened; goes after "Agent 'A' got no reply from openai (gpt-5.4-mini): ". */
  what: string;
  /** What to do; empty: nothing but to wait. */
  advice: string;
  /** Whether nothing but what somebody does can help, whatever the server says of trying again. */
  isLasting?: boolean;
  /** Whether the server is only about to be ready: it is waited for as long as the call has time. */
  isLoading?: boolean;
}

export function rejected(what: string, advice: string): ProviderProblem {
  return { type: 'Model.Rejected', retryable: false, what, advice };
}

export function unavailable(what: string, advice: string): ProviderProblem {
  return { type: 'Model.Unavailable', retryable: true, what, advice };
}
