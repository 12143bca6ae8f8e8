import { causes, Failure } from '../../core/failures.ts';
import type { ProviderProblem } from './provider-problem.ts';

/** What a call says that got no answer at all: there is no status, only an error of the network. */
export function connectionProblem(error: unknown, address: string): ProviderProblem {
  const chain = causes(error);
  const words = chain
    .map((cause) => `${cause.name} ${cause.constructor.name} ${cause.message}`)
    .join(' ');
  const code = chain.flatMap(codeOf).at(-1) ?? '';
  if (/timed? ?out/i.test(`${words} ${code}`)) return timeout(address);
  const { host } = new URL(address);
  const what =
    reasons[code]?.(host) ?? `the connection to ${host} failed (${code || lastMessage(chain)})`;
  const advice = 'check the base URL, and that the server runs and can be reached from the worker';
  return { type: Failure.modelUnavailable, retryable: true, what, advice };
}

const reasons: Record<string, (host: string) => string> = {
  ECONNREFUSED: (host) => `nothing listens at ${host} (ECONNREFUSED)`,
  ENOTFOUND: (host) => `the name ${host} cannot be resolved (ENOTFOUND)`,
  EAI_AGAIN: (host) => `the name ${host} cannot be resolved just now (EAI_AGAIN)`,
  ECONNRESET: (host) => `${host} broke off the connection (ECONNRESET)`,
  UND_ERR_SOCKET: (host) => `${host} broke off the connection in the middle of its reply`,
};

function timeout(address: string): ProviderProblem {
  const what = `the connection to ${new URL(address).host} timed out`;
  return { type: Failure.modelTimedOut, retryable: true, what, advice: '' };
}

/** An SDK's errors have a `code` that is often `undefined`. */
function codeOf(cause: Error): string[] {
  const code = 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && code !== '' ? [code] : [];
}

function lastMessage(chain: Error[]): string {
  return chain.map(({ message }) => message).findLast(Boolean) ?? 'for an unknown reason';
}
