import { createHash } from 'node:crypto';
import { makerOfKey, makers } from '../../core/makers.ts';
import { apiTraits } from '../../core/provider-apis.ts';
import type { ProviderConfig } from '../../core/provider-config.ts';

/** Something that a configuration does and that its reader should know of first. */
export interface TrustQuestion {
  /** Name of the provider. */
  provider: string;
  address: string;
  /** Variable of the key that goes there; `null`: none. */
  keyEnv: string | null;
}

/**
 * What a configuration does that somebody should have said yes to: it sends a key to another address
 * than its maker's, or what is asked to an address beyond this machine.
 */
export function questionsIn(providers: Record<string, ProviderConfig>): TrustQuestion[] {
  return Object.entries(providers).flatMap(([provider, { api, baseURL, keyEnv }]) => {
    const address = baseURL ?? apiTraits[api].ownAddress;
    const isHarmless = keyEnv === null ? isLoopback(address) : isMakersOwn(address, keyEnv);
    return isHarmless ? [] : [{ provider, address, keyEnv }];
  });
}

/** `it sends the key in OPENAI_API_KEY to https://…` */
export function inWords({ provider, address, keyEnv }: TrustQuestion): string {
  const what = keyEnv === null ? 'what its agents are asked' : `the key in ${keyEnv}`;
  return `provider '${provider}' sends ${what} to ${address}`;
}

/** What a yes is kept by: it holds for the same address and key only. */
export function hashOf({ address, keyEnv }: TrustQuestion): string {
  return createHash('sha256')
    .update(JSON.stringify([address, keyEnv]))
    .digest('hex');
}

/**
 * Whether a key goes to who has issued it. An address that ends in a maker's name may belong to any
 * of its customers, and does not count.
 */
function isMakersOwn(address: string, keyEnv: string): boolean {
  const { protocol, port, hostname } = new URL(address);
  const issuer = makers.find(({ name }) => name === makerOfKey(keyEnv));
  const hosts: readonly string[] = issuer?.hosts ?? [];
  return protocol === 'https:' && port === '' && hosts.includes(hostname.toLowerCase());
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
