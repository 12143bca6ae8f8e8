import { EnvHttpProxyAgent, fetch } from 'undici';

/**
 * No limit for the headers or the body of a reply: a reasoning model that does not stream may think
 * for longer than the usual 300 s, and a call has a time limit of its own. Proxies are taken from
 * HTTP_PROXY, HTTPS_PROXY and NO_PROXY, which Node's own fetch does not do.
 */
const dispatcher = new EnvHttpProxyAgent({ headersTimeout: 0, bodyTimeout: 0 });

/** The `fetch` that provider SDKs are given. */
export const patientFetch = ((input: string, init: object) =>
  fetch(input, { ...init, dispatcher })) as unknown as typeof globalThis.fetch;
