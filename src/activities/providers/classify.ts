import { Failure } from '../../core/failures.ts';
import { connectionProblem } from './connection-problem.ts';
import { addressOf, addressToCheck, type Endpoint } from './endpoint.ts';
import { MalformedReply } from './malformed-reply.ts';
import type { CallContext, ProviderProblem } from './provider-problem.ts';
import { ProviderRefusal } from './provider-refusal.ts';
import { redact } from './redact.ts';
import { retryAfterMs } from './retry-after.ts';
import { statusProblem } from './status-problem.ts';

/** A classified error: all that is needed to make the failure once it is known which attempt it is. */
export interface Classified {
  type: ProviderProblem['type'];
  /** What happened, to whom, and what to do. No key stands in it. */
  message: string;
  retryable: boolean;
  /** `undefined`: the provider does not say when to come back. */
  retryAfterMs: number | undefined;
  /** `null`: there was no HTTP answer. */
  status: number | null;
}

/** The one place that tells what an error means, whichever SDK has thrown it. */
export function classify(error: unknown, call: CallContext): Classified {
  const status = statusOf(error);
  const problem = override(problemOf(error, status, call), error);
  return { ...describe(problem, call), status, retryAfterMs: retryAfterMs(headersOf(error)) };
}

/**
 * For a call that its own time limit has ended.
 *
 * @param limitMs the time it had; 0 or less: none
 */
export function timedOut(call: CallContext, limitMs: number, retryable: boolean): Classified {
  const problem: ProviderProblem = {
    type: Failure.modelTimedOut,
    retryable,
    what:
      limitMs > 0
        ? `no reply within ${(limitMs / 1_000).toFixed(1)} s`
        : 'its time was up before it could be asked',
    advice:
      "raise the agent's timeout, lower maxOutputTokens or reasoningEffort, or use a faster model",
  };
  return { ...describe(problem, call), status: null, retryAfterMs: undefined };
}

/** For an endpoint whose key is not there. */
export function keyMissing(call: CallContext): Classified {
  const problem: ProviderProblem = {
    type: Failure.modelRejected,
    retryable: false,
    what: 'the worker has no key for it',
    advice: `set ${call.endpoint.keyEnv ?? 'its key'} in the worker's environment`,
  };
  return { ...describe(problem, call), status: null, retryAfterMs: undefined };
}

function describe({ type, retryable, what, advice }: ProviderProblem, call: CallContext) {
  const { agentName, endpoint, model } = call;
  const message = `Agent '${agentName}' got no reply from ${endpoint.name} (${model}): ${redact(what, endpoint.apiKey)}`;
  return { type, retryable, message: advice === '' ? message : `${message}. To do: ${advice}` };
}

function problemOf(error: unknown, status: number | null, call: CallContext): ProviderProblem {
  if (status !== null) return statusProblem(status, error, call);
  if (error instanceof ProviderRefusal) return reported(error);
  return malformed(error, call.endpoint) ?? connectionProblem(error, addressOf(call.endpoint));
}

/** The provider knows better than its status code whether to try again. */
function override(problem: ProviderProblem, error: unknown): ProviderProblem {
  const said = headersOf(error)?.get('x-should-retry');
  if (said !== 'true' && said !== 'false') return problem;
  return { ...problem, retryable: said === 'true' };
}

function reported({ code, message }: ProviderRefusal): ProviderProblem {
  const what = `it reports ${code ?? 'an error'}: ${message}`;
  if (code === 'rate_limit_exceeded') {
    return { type: Failure.modelRateLimited, retryable: true, what, advice: '' };
  }
  const retryable = code === null || code === 'server_error';
  const type = retryable ? Failure.modelUnavailable : Failure.modelRejected;
  return { type, retryable, what, advice: '' };
}

/**
 * Unavailable, not unusable: what is not a reply of the API at all comes from a proxy, an overloaded
 * server or a wrong address, not from the model, and may well be gone on the next attempt.
 */
function malformed(error: unknown, endpoint: Endpoint): ProviderProblem | undefined {
  const words = malformedWords(error);
  if (words === undefined) return undefined;
  return {
    type: Failure.modelUnavailable,
    retryable: true,
    what: `it answered with ${words}`,
    advice: `if this persists, check ${addressToCheck(endpoint)}`,
  };
}

function malformedWords(error: unknown): string | undefined {
  if (error instanceof MalformedReply) return error.message;
  if (error instanceof SyntaxError) return 'something that is not JSON';
  if (!(error instanceof TypeError)) return undefined;
  // The OpenAI SDK looks into a reply before it hands it over.
  const looked = /'in' operator|\(reading '|not iterable/.test(error.message);
  return looked ? 'something that is not a reply of its API' : undefined;
}

function statusOf(error: unknown): number | null {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : null;
}

function headersOf(error: unknown): Headers | undefined {
  const headers = error instanceof Error && 'headers' in error ? error.headers : undefined;
  // Not by `instanceof`: undici's class is another than Node's own.
  return typeof headers === 'object' && headers !== null && 'get' in headers
    ? (headers as Headers)
    : undefined;
}
