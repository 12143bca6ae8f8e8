import { addressToCheck } from '../endpoint.ts';
import {
  type CallContext,
  type ProviderProblem,
  rejected,
  unavailable,
} from './provider-problem.ts';
import type { ServerRefusal } from './server-refusal.ts';
import { type ServerWords, serverWords } from './server-words.ts';
import { type Sign, signOf } from './signs.ts';

/** What a server's refusal means: its own words first, then its status. */
export function refusalProblem(refusal: ServerRefusal, call: CallContext): ProviderProblem {
  const said = serverWords(refusal);
  const status = refusal.status >= 300 ? refusal.status : said.status;
  const what = whatHappened(refusal, status, said);
  return (
    bySign(signOf(said, status), { status, what, call }) ?? byStatus({ status, what, call }, said)
  );
}

/** An HTTP error's status, or the one that the body of a success names; `null`: none. */
export function statusOf(refusal: ServerRefusal): number | null {
  return refusal.status >= 300 ? refusal.status : serverWords(refusal).status;
}

function whatHappened(refusal: ServerRefusal, status: number | null, said: ServerWords): string {
  const words = said.words === '' ? '' : `: ${said.words}`;
  if (refusal.status >= 300) return `it answered ${refusal.status}${words}`;
  const code = said.codes.find((each) => each !== String(status)) ?? 'an error';
  return `it reports ${status ?? code}${words}`;
}

interface Refused {
  status: number | null;
  what: string;
  call: CallContext;
}

const creditAdvice = 'check the plan and the billing of the account that the key belongs to';

function bySign(sign: Sign | undefined, refused: Refused): ProviderProblem | undefined {
  const { status, what, call } = refused;
  const isServers = (status ?? 0) >= 500;
  if (status === 402 || sign === 'credit')
    return { ...rejected(what, creditAdvice), isLasting: true };
  if (sign === 'refused') return rejected(what, refusedAdvice);
  if (sign === 'blocked') return rejected(what, blockedAdvice);
  if (sign === 'tooLong') return rejected(what, tooLongAdvice(call));
  if (sign === 'loading') return { ...unavailable(what, ''), isLoading: true };
  if (sign === 'rateLimit' && !isServers && status !== 401) return rateLimited(what);
  if (sign === 'key' && !isServers && status !== 404 && status !== 429)
    return { ...rejected(what, keyAdvice(call)), isLasting: true };
  if (sign === 'region' && !isServers) return rejected(what, 'use a provider of your region');
  if (sign === 'model' && !isServers && status !== 429) return rejected(what, modelAdvice(call));
  if (sign === 'overloaded' && (status === null || status < 400)) return unavailable(what, '');
  return undefined;
}

function byStatus({ status, what, call }: Refused, { codes }: ServerWords): ProviderProblem {
  // Told with status 200: without a code it may well pass.
  if (status === null)
    return codes.length === 0 ? unavailable(what, '') : rejected(what, otherAdvice);
  if (status < 400) return rejected(what, redirectAdvice(call));
  if (status === 429) return rateLimited(what);
  if (status === 408 || status === 409 || status === 425 || status >= 500)
    return unavailable(what, '');
  if (status === 401 || status === 403) return rejected(what, keyAdvice(call));
  if (status === 404 || status === 405) return rejected(what, modelAdvice(call));
  if (status === 413) return rejected(what, tooLongAdvice(call));
  return rejected(what, otherAdvice);
}

function rateLimited(what: string): ProviderProblem {
  const advice = 'lower the concurrency, or have the limits of the account raised';
  return { type: 'Model.RateLimited', retryable: true, what, advice };
}

const refusedAdvice =
  "the provider's own rules do not let it through: change the input, or use another provider";

const blockedAdvice =
  'something between the worker and the provider does not let it through: check proxies, firewalls and the region';

const otherAdvice =
  "change what the provider objects to: the agent's settings and providerOptions go into the request";

function tooLongAdvice({ model }: CallContext): string {
  return `the request is too large for ${model}: shorten the input, the context or the thread (threadTokens), or use a model with more room`;
}

function keyAdvice({ endpoint, model }: CallContext): string {
  return endpoint.keyEnv === null
    ? `give the provider '${endpoint.name}' a keyEnv, the variable that holds its key`
    : `set ${endpoint.keyEnv} in the worker's environment to a key that may use ${model}`;
}

function modelAdvice({ endpoint, model }: CallContext): string {
  return `check the model '${model}' and ${addressToCheck(endpoint)}`;
}

function redirectAdvice({ endpoint }: CallContext): string {
  return `it sends the request elsewhere, and a key is not sent along: check ${addressToCheck(endpoint)}`;
}
