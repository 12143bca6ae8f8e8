import { causes } from '../../../core/failures.ts';
import { proxyFor, ProxyProblem, shownProxy } from '../http/proxy.ts';
import { type ProviderProblem, rejected, unavailable } from './provider-problem.ts';

/** What a call says that got no answer at all: there is no status, only an error of the network. */
export function connectionProblem(error: unknown, address: string): ProviderProblem {
  const chain = causes(error);
  const misset = chain.find((cause) => cause instanceof ProxyProblem);
  if (misset !== undefined) return rejected(misset.message, '');
  const words = chain
    .map((cause) => `${cause.name} ${cause.constructor.name} ${cause.message}`)
    .join(' ');
  const code = chain.flatMap(codeOf).at(-1) ?? '';
  const { host } = new URL(address);
  return (
    proxyProblem(chain, words, address) ??
    tlsProblem(code, words, host) ??
    (/timed? ?out/i.test(`${words} ${code}`) ? timedOut(host) : undefined) ??
    unavailable(
      reasons[code]?.(host) ?? `the connection to ${host} failed (${code || lastMessage(chain)})`,
      connectionAdvice,
    )
  );
}

const connectionAdvice =
  'check the base URL, and that the server runs and can be reached from the worker';

const reasons: Record<string, (host: string) => string> = {
  ECONNREFUSED: (host) => `nothing listens at ${host} (ECONNREFUSED)`,
  ENOTFOUND: (host) => `the name ${host} cannot be resolved (ENOTFOUND)`,
  EAI_AGAIN: (host) => `the name ${host} cannot be resolved just now (EAI_AGAIN)`,
  ECONNRESET: (host) => `${host} broke off the connection (ECONNRESET)`,
  EHOSTUNREACH: (host) => `there is no way to ${host} (EHOSTUNREACH)`,
  ENETUNREACH: (host) => `there is no way to ${host} (ENETUNREACH)`,
  UND_ERR_SOCKET: (host) => `${host} broke off the connection in the middle of its reply`,
  HPE_INVALID_CONSTANT: (host) => `${host} does not answer in HTTP (HPE_INVALID_CONSTANT)`,
};

function timedOut(host: string): ProviderProblem {
  const what = `the connection to ${host} timed out`;
  return { type: 'Model.TimedOut', retryable: true, what, advice: '' };
}

const distrusted =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?)|CERT_(?!HAS_EXPIRED)\w+)$/;

function lasting(what: string, advice: string): ProviderProblem {
  return { ...unavailable(what, advice), retryable: false };
}

/** What a certificate is refused for does not pass by itself. */
function tlsProblem(code: string, words: string, host: string): ProviderProblem | undefined {
  if (distrusted.test(code))
    return lasting(
      `the certificate of ${host} is signed by nobody that Node trusts (${code})`,
      "set NODE_EXTRA_CA_CERTS in the worker's environment to a file with the certificate of who signed it",
    );
  if (code === 'CERT_HAS_EXPIRED')
    return lasting(`the certificate of ${host} has expired`, 'have it renewed');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return lasting(
      `the certificate of ${host} is for another name`,
      'use the name in the base URL that the certificate is for',
    );
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || /wrong version number/i.test(words))
    return unavailable(
      `the connection to ${host} failed (${code || 'TLS'})`,
      'check whether the base URL begins rightly: https:// where the server speaks TLS, http:// where it does not',
    );
  return undefined;
}

/** Where the proxy is at fault, it is named, and not the server behind it. */
function proxyProblem(
  chain: readonly Error[],
  words: string,
  address: string,
): ProviderProblem | undefined {
  const { protocol, host } = new URL(address);
  const proxy = proxyFor(protocol === 'http:' ? 'http:' : 'https:');
  if (proxy === undefined) return undefined;
  const name = shownProxy(proxy);
  const advice = `check ${proxy.variable} in the worker's environment, or add ${host} to NO_PROXY`;
  const refused = /Proxy response \((\d+)\)|Proxy Authentication Required \((407)\)/.exec(words);
  if (refused !== null) {
    const status = refused[1] ?? refused[2];
    return rejected(`${name} answered ${status} to the connection to ${host}`, advice);
  }
  const failed = chain.find((cause) => isAt(cause, proxy.url));
  if (failed === undefined) return undefined;
  return unavailable(
    `${name} cannot be reached (${codeOf(failed).at(0) ?? failed.message})`,
    advice,
  );
}

/** Whether a socket's error is of the connection to this address. */
function isAt(cause: Error, url: string): boolean {
  const { hostname, port, protocol } = new URL(url);
  const proxyPort = Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port);
  if ('hostname' in cause && cause.hostname === hostname) return true;
  return 'port' in cause && cause.port === proxyPort && 'address' in cause;
}

/** An SDK's errors have a `code` that is often `undefined`. */
function codeOf(cause: Error): string[] {
  const code = 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && code !== '' ? [code] : [];
}

function lastMessage(chain: Error[]): string {
  return chain.map(({ message }) => message).findLast(Boolean) ?? 'for an unknown reason';
}
