import { type Api, apiTraits } from '../../core/provider-apis.ts';
import type { ProviderConfig } from '../../core/provider-config.ts';
import type { StreamTimeouts } from './http/stream-watch.ts';

/** `auto`: every call that somebody may follow is streamed, where its endpoint can; `never`: none is. */
export type StreamSetting = 'auto' | 'never';

/** A provider as a worker has configured it, with its key. */
export interface Endpoint {
  /** As agents call it. */
  name: string;
  api: Api;
  /** `null`: the API's own address. */
  baseURL: string | null;
  /** Never leaves the worker. */
  apiKey: string | null;
  /** The variable that the key comes from; `null`: it wants none. */
  keyEnv: string | null;
  /** The model for agents that name none; `null`: the API's default. */
  model: string | null;
  prices: ProviderConfig['prices'];
  /** What the configuration says that it takes; the rest is found out. */
  capabilities: ProviderConfig['capabilities'];
  /** Whether calls that somebody follows are streamed, where it can. Default `auto`: they are. */
  stream?: StreamSetting;
  /** How long its streams may be silent. Default: `defaultStreamTimeouts`. */
  streamTimeouts?: StreamTimeouts;
  /** Whether the simulated model answers here. */
  simulated: boolean;
}

/** The model for a call: the agent's, else the endpoint's, else the API's default. */
export function modelFor(endpoint: Endpoint, asked: string | null): string {
  if (asked !== null) return asked;
  if (endpoint.model !== null) return endpoint.model;
  return endpoint.simulated ? 'simulated-1' : apiTraits[endpoint.api].defaultModel;
}

/** The address in use. The SDKs would otherwise read one from the environment. */
export function addressOf(endpoint: Endpoint): string {
  return endpoint.baseURL ?? apiTraits[endpoint.api].ownAddress;
}

/**
 * What is to be checked where an address does not lead to its API. A user name, a password and a
 * query are not shown: they may be secrets.
 */
export function addressToCheck(endpoint: Endpoint): string {
  const { protocol, host, pathname } = new URL(addressOf(endpoint));
  return `the base URL ${protocol}//${host}${pathname} (${apiTraits[endpoint.api].addressEnds})`;
}

/**
 * The key to send. An SDK cannot do without, so that an endpoint without one sends a word that
 * says so.
 */
export function keyToSend(endpoint: Endpoint): string {
  return endpoint.apiKey ?? 'no-key';
}
