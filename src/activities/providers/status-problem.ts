import { Failure } from '../../core/failures.ts';
import { addressToCheck } from './endpoint.ts';
import type { CallContext, ProviderProblem } from './provider-problem.ts';
import { providerWords } from './provider-words.ts';

/** What an HTTP status says. */
export function statusProblem(status: number, error: unknown, call: CallContext): ProviderProblem {
  const { code, words } = providerWords(error);
  const what = `it answered ${status}${words === '' ? '' : `: ${words}`}`;
  if (status === 402 || isOutOfCredit(code, words))
    return { ...rejected(what), advice: creditAdvice };
  if (status === 429) {
    const advice = 'lower the concurrency, or have the limits of the account raised';
    return { type: Failure.modelRateLimited, retryable: true, what, advice };
  }
  if (status === 408 || status === 409 || status >= 500) {
    return { type: Failure.modelUnavailable, retryable: true, what, advice: '' };
  }
  return { ...rejected(what), advice: adviceFor(status, call) };
}

const creditAdvice = 'check the plan and the billing of the account that the key belongs to';

function rejected(what: string): ProviderProblem {
  return { type: Failure.modelRejected, retryable: false, what, advice: '' };
}

/** A quota that is used up does not come back by waiting, though it is a 429 as well. */
function isOutOfCredit(code: string, words: string): boolean {
  return (
    /insufficient_quota|billing|spend_limit/i.test(code) || /credit balance is too low/i.test(words)
  );
}

function adviceFor(status: number, { endpoint, model }: CallContext): string {
  switch (status) {
    case 401:
    case 403:
      return endpoint.keyEnv === null
        ? `give the provider '${endpoint.name}' a keyEnv, the variable that holds its key`
        : `set ${endpoint.keyEnv} in the worker's environment to a key that may use ${model}`;
    case 404:
      return `check the model '${model}' and ${addressToCheck(endpoint)}`;
    case 413:
      return 'the request is too large: shorten the input, or the thread';
    default:
      return "change what the provider objects to: the agent's settings and providerOptions go into the request";
  }
}
