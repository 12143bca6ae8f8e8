/** A proxy that the environment names. */
export interface Proxy {
  variable: string;
  /** Whole, with its scheme; it may hold a password. */
  url: string;
}

/** A proxy that cannot be used; `message` says which variable it stands in, not what stands there. */
export class ProxyProblem extends Error {
  override name = 'ProxyProblem';
}

const variables = {
  'http:': ['http_proxy', 'HTTP_PROXY'],
  'https:': ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'],
} as const;

/**
 * The proxy for a scheme; `undefined`: none. As curl does, one without a scheme is taken as http,
 * and a blank one as none.
 *
 * @throws ProxyProblem when it is no address
 */
export function proxyFor(
  scheme: keyof typeof variables,
  env: NodeJS.ProcessEnv = process.env,
): Proxy | undefined {
  const variable = variables[scheme].find((name) => (env[name] ?? '').trim() !== '');
  if (variable === undefined) return undefined;
  const written = (env[variable] ?? '').trim();
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  if (!URL.canParse(url) || !/^(?:https?|socks5?):$/.test(new URL(url).protocol))
    throw new ProxyProblem(
      `${variable} is not the address of a proxy: write it as http://HOST:PORT, or remove it`,
    );
  return { variable, url };
}

/** A proxy as it may be shown: without user name and password. */
export function shownProxy({ variable, url }: Proxy): string {
  return `the proxy ${new URL(url).host} (${variable})`;
}

/** This machine: no proxy can reach the simulated model, an Ollama or a vLLM on it. */
const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** Hosts that are asked directly, as undici takes them. */
export function withoutProxy(env: NodeJS.ProcessEnv = process.env): string {
  const given = env['no_proxy'] ?? env['NO_PROXY'] ?? '';
  // A lone `*` means all hosts, and only when nothing else stands beside it.
  return given.trim() === '*' ? '*' : [given, ...loopback].join(',');
}
