import { EnvHttpProxyAgent, Pool } from 'undici';
import { proxyFor, withoutProxy } from './proxy.ts';

/**
 * No limit for the headers or the body of a reply: a reasoning model that does not stream may think
 * for longer than the usual 300 s, and a call has a time limit of its own.
 */
const patient = { headersTimeout: 0, bodyTimeout: 0 };

let dispatcher: EnvHttpProxyAgent | undefined;

/**
 * What requests go through. Proxies are taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY when the
 * first request is made: nothing is judged while a module loads.
 *
 * @throws ProxyProblem when one of them is no address
 */
export function dispatcherInUse(): EnvHttpProxyAgent {
  return (dispatcher ??= new EnvHttpProxyAgent({
    ...patient,
    // '' is no proxy; without it undici would read the environment itself.
    httpProxy: proxyFor('http:')?.url ?? '',
    httpsProxy: proxyFor('https:')?.url ?? '',
    noProxy: withoutProxy(),
    // Plain http is asked of a proxy as `POST http://…`: most let no CONNECT through but to 443.
    proxyTunnel: false,
    factory: (origin, options) => new Pool(origin, Object.assign(options, patient)),
  }));
}
