import { hostname } from 'node:os';
import { isIP } from 'node:net';
import { RefusedRequest } from '../errors.ts';
import type { ServiceSettings } from '../options.ts';

type Allowed = Pick<ServiceSettings, 'host' | 'allowedHosts' | 'allowedOrigins'>;

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address is one that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * Refuses what another page makes a browser send: by a name that leads here although it is another
 * machine's (DNS rebinding), or from another origin.
 *
 * @throws 403
 */
export function checkOrigin(settings: Allowed, request: Request, hosts: readonly string[]): void {
  const called = new URL(request.url);
  const host = hosts[0] ?? called.host;
  if (hosts.length > 1 || called.host !== hostOf(host, called.protocol))
    throw new RefusedRequest('Request.Malformed', 'the request names several hosts');
  if (!isAllowedHost(settings, host)) throw refusedHost(host);
  const origin = request.headers.get('origin');
  if (origin === null) return checkSite(request);
  if (originAllowed(settings, origin) || isSameOrigin(origin, host)) return;
  const message = `the page ${origin} may not call this service: allowedOrigins (serve --allow-origin) names those that may`;
  throw new RefusedRequest('Request.Forbidden', message);
}

/** As an address has it; `null`: it is none. */
function hostOf(written: string, protocol: string): string | null {
  const address = `${protocol}//${written}`;
  return URL.canParse(address) ? new URL(address).host : null;
}

/** Whether a page of this origin may call, though it is not one of ours. */
export function originAllowed({ allowedOrigins }: Allowed, origin: string): boolean {
  return allowedOrigins.includes(origin);
}

/** A browser tells where a request without an origin comes from; to follow a link to a page is no call. */
function checkSite({ headers, url }: Request): void {
  const site = headers.get('sec-fetch-site');
  if (site !== 'cross-site' && site !== 'same-site') return;
  const isLink = headers.get('sec-fetch-mode') === 'navigate';
  if (isLink && !new URL(url).pathname.startsWith('/v1/')) return;
  throw new RefusedRequest('Request.Forbidden', 'another page may not call this service');
}

function isSameOrigin(origin: string, host: string): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}

function isAllowedHost({ host: own, allowedHosts }: Allowed, host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const isOwn = loopbackNames.has(name) || name === own.toLowerCase();
  if (isOwn || allowedHosts.some((allowed) => [name, host.toLowerCase()].includes(allowed)))
    return true;
  // an address is no name that could be made to lead here, but nobody calls loopback by another one
  if (isLoopback(own)) return false;
  return isIP(name.replaceAll(/[[\]]/g, '')) !== 0 || name === hostname().toLowerCase();
}

function refusedHost(host: string) {
  const message = `this service does not answer to the host '${host}': allowedHosts (serve --allow-host) names those that it does`;
  return new RefusedRequest('Request.Forbidden', message);
}
