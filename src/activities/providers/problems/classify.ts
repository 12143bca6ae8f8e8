import { causes } from '../../../core/failures.ts';
import { addressOf, addressToCheck, type Endpoint } from '../endpoint.ts';
import { BodyTooLarge } from '../http/read-body.ts';
import { connectionProblem } from './connection-problem.ts';
import { MalformedReply } from './malformed-reply.ts';
import {
  type CallContext,
  type ProviderProblem,
  rejected,
  unavailable,
} from './provider-problem.ts';
import { redact } from './redact.ts';
import { retryAfterMs } from './retry-after.ts';
import { ServerRefusal } from './server-refusal.ts';
import { serverWords } from './server-words.ts';
import { SilentStream } from './silent-stream.ts';
import { refusalProblem, statusOf } from './status-problem.ts';

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
  /** Whether the server is only about to be ready. */
  isLoading: boolean;
}

/** The one place that tells what an error means, whichever SDK has thrown it. */
export function classify(error: unknown, call: CallContext): Classified {
  const refusal = refusalBehind(error);
  if (refusal === undefined) return classified(otherProblem(error, call), call, null);
  const problem = override(refusalProblem(refusal, call), refusal);
  const wait = retryAfterMs(refusal.headers, serverWords(refusal));
  return { ...classified(problem, call, statusOf(refusal)), retryAfterMs: wait };
}

/** What the server said, through all that an SDK has put around it. */
export function refusalBehind(error: unknown): ServerRefusal | undefined {
  return causes(error).find((cause) => cause instanceof ServerRefusal);
}

/**
 * For a call that its own time limit has ended.
 *
 * @param limitMs the time it had; 0 or less: none
 */
export function timedOut(call: CallContext, limitMs: number, retryable: boolean): Classified {
  const problem: ProviderProblem = {
    type: 'Model.TimedOut',
    retryable,
    what:
      limitMs > 0
        ? `no reply within ${(limitMs / 1_000).toFixed(1)} s`
        : 'its time was up before it could be asked',
    advice:
      "raise the agent's timeout, lower maxOutputTokens or reasoningEffort, or use a faster model",
  };
  return classified(problem, call, null);
}

/** For an endpoint whose key is not there, or cannot be sent; `undefined`: there is nothing wrong with it. */
export function keyProblem(call: CallContext, isMissing: boolean): Classified | undefined {
  const { apiKey, keyEnv } = call.endpoint;
  const variable = keyEnv ?? 'its key';
  if (isMissing) {
    const advice = `set ${variable} in the worker's environment`;
    return classified(rejected('the worker has no key for it', advice), call, null);
  }
  const odd = apiKey === null ? undefined : oddCharacter(apiKey);
  if (odd === undefined) return undefined;
  const what = `the key in ${variable} has ${odd} in it, which no request can carry`;
  return classified(rejected(what, `set ${variable} to the key as it was issued`), call, null);
}

/** What a header cannot hold; the character itself is a part of the key, and not shown. */
function oddCharacter(key: string): string | undefined {
  if (/[\r\n]/.test(key)) return 'a line break';
  if (/\s/.test(key)) return 'a space';
  if (/[^\u0021-\u007e]/.test(key))
    return 'a character that is neither a letter, a digit nor a common sign';
  return undefined;
}

function classified(
  problem: ProviderProblem,
  { agentName, endpoint, model }: CallContext,
  status: number | null,
): Classified {
  const { type, retryable, what, advice, isLoading = false } = problem;
  const message = `Agent '${agentName}' got no reply from ${endpoint.name} (${model}): ${redact(what, endpoint.apiKey)}`;
  const told = advice === '' ? message : `${message.replace(/\.$/, '')}. To do: ${advice}`;
  return { type, retryable, message: told, retryAfterMs: undefined, status, isLoading };
}

function otherProblem(error: unknown, call: CallContext): ProviderProblem {
  return (
    silent(error) ??
    unread(error, call.endpoint) ??
    connectionProblem(error, addressOf(call.endpoint))
  );
}

/** What hangs may well not do so on the next attempt, and the call's own time is not over. */
function silent(error: unknown): ProviderProblem | undefined {
  const found = causes(error).find((cause) => cause instanceof SilentStream);
  if (found === undefined) return undefined;
  const { limitMs, hasBegun } = found;
  const seconds = `${(limitMs / 1_000).toFixed(1)} s`;
  const what = hasBegun
    ? `its stream was cut off after a silence of ${seconds}`
    : `its stream had not begun after ${seconds}, and was cut off`;
  const setting = hasBegun ? 'tokenTimeout' : 'firstTokenTimeout';
  return unavailable(what, `if it needs longer, raise the provider's ${setting}`);
}

/** The provider knows better than its status code whether to try again. */
function override(problem: ProviderProblem, { headers }: ServerRefusal): ProviderProblem {
  const said = headers.get('x-should-retry');
  if (said === 'false') return { ...problem, retryable: false };
  return said === 'true' && !problem.isLasting ? { ...problem, retryable: true } : problem;
}

/**
 * Unavailable, not unusable: what is not a reply of the API at all comes from a proxy, an overloaded
 * server or a wrong address, not from the model, and may well be gone on the next attempt.
 */
function unread(error: unknown, endpoint: Endpoint): ProviderProblem | undefined {
  const chain = causes(error);
  const tooLarge = chain.find((cause) => cause instanceof BodyTooLarge);
  if (tooLarge !== undefined)
    return {
      type: 'Payload.TooLarge',
      retryable: false,
      what: `it answered with ${tooLarge.message}`,
      advice: 'lower maxOutputTokens',
    };
  const malformed = chain.find((cause) => cause instanceof MalformedReply);
  if (malformed === undefined) return undefined;
  const advice = `if this persists, check ${addressToCheck(endpoint)}`;
  return unavailable(`it answered with ${malformed.message}`, advice);
}
