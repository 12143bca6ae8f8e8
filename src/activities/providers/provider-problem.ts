import type { Failure } from '../../core/failures.ts';
import type { Endpoint } from './endpoint.ts';

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
  | 'modelRejected';

/** Why a provider gave no reply. */
export interface ProviderProblem {
  type: (typeof Failure)[ProviderFailureType];
  /** Whether another attempt could help. */
  retryable: boolean;
  /** What happened; goes after "Agent 'A' got no reply from openai (gpt-5.4-mini): ". */
  what: string;
  /** What to do; empty: nothing but to wait. */
  advice: string;
}
