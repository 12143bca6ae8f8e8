import { EnvHttpProxyAgent, fetch } from 'undici';

/** This machine: no proxy can reach the simulated model, an Ollama or a vLLM on it. */
const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * No limit for the headers or the body of a reply: a reasoning model that does not stream may think
 * for longer than the usual 300 s, and a call has a time limit of its own. Proxies are taken from
 * HTTP_PROXY, HTTPS_PROXY and NO_PROXY, which Node's own fetch does not do.
 */
const dispatcher = new EnvHttpProxyAgent({
  headersTimeout: 0,
  bodyTimeout: 0,
  noProxy: withoutProxy(process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? ''),
});

/** The `fetch` that provider SDKs are given. */
export const providerFetch = ((input: string, init: object) =>
  fetch(input, { ...init, dispatcher })) as unknown as typeof globalThis.fetch;

/** A lone `*` means all hosts, and only when nothing else stands beside it. */
function withoutProxy(given: string): string {
  return given.trim() === '*' ? '*' : [given, ...loopback].join(',');
}
