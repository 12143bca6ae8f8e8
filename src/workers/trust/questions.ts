import { createHash } from 'node:crypto';
import { makerOfKey, makers } from '../../core/makers.ts';
import { apiTraits } from '../../core/provider-apis.ts';
import type { McpServer } from '../../core/mcp-servers.ts';
import type { ProviderConfig } from '../../core/provider-config.ts';

/** Something that a configuration does and that its reader should know of first. */
export type TrustQuestion = ProviderQuestion | ServerQuestion;

/** That a server of tools is started, or is told what agents ask of it. */
interface ServerQuestion {
  /** Name of the server. */
  server: string;
  does:
    | { command: string; args: string[]; env: string[] }
    | { url: string; headersEnv: Record<string, string> };
}

/** That a provider is at another address than one would think. */
interface ProviderQuestion {
  /** Name of the provider. */
  provider: string;
  address: string;
  /** Variable of the key that goes there; `null`: none. */
  keyEnv: string | null;
}

/**
 * What a configuration does that somebody should have said yes to: it sends a key to another address
 * than its maker's, or what is asked to an address beyond this machine; or it starts a server of
 * tools, or has agents use one that is beyond this machine.
 */
export function questionsIn(config: {
  providers: Record<string, ProviderConfig>;
  mcp: Record<string, McpServer>;
}): TrustQuestion[] {
  return [...providerQuestions(config.providers), ...serverQuestions(config.mcp)];
}

function serverQuestions(servers: Record<string, McpServer>): ServerQuestion[] {
  return Object.entries(servers).flatMap(([server, given]): ServerQuestion[] => {
    if (!('url' in given)) {
      const { command, args, env } = given;
      return [{ server, does: { command, args, env } }];
    }
    const { url, headersEnv } = given;
    const isHarmless = isLoopback(url) && Object.keys(headersEnv).length === 0;
    return isHarmless ? [] : [{ server, does: { url, headersEnv } }];
  });
}

function providerQuestions(providers: Record<string, ProviderConfig>): ProviderQuestion[] {
  return Object.entries(providers).flatMap(([provider, { api, baseURL, keyEnv }]) => {
    const address = baseURL ?? apiTraits[api].ownAddress;
    const isHarmless = keyEnv === null ? isLoopback(address) : isMakersOwn(address, keyEnv);
    return isHarmless ? [] : [{ provider, address, keyEnv }];
  });
}

/** `it sends the key in OPENAI_API_KEY to https://…` */
export function inWords(question: TrustQuestion): string {
  if ('server' in question) return serverInWords(question);
  const { provider, address, keyEnv } = question;
  const what = keyEnv === null ? 'what its agents are asked' : `the key in ${keyEnv}`;
  return `provider '${provider}' sends ${what} to ${address}`;
}

function serverInWords({ server, does }: ServerQuestion): string {
  if ('command' in does) {
    const command = JSON.stringify([does.command, ...does.args]);
    const given = does.env.length === 0 ? '' : `, with ${does.env.join(', ')} of the environment`;
    return `mcp '${server}' starts ${command}${given}`;
  }
  const variables = Object.values(does.headersEnv);
  const more = variables.length === 0 ? '' : `, with ${variables.join(', ')} of the environment`;
  return `mcp '${server}' sends what agents ask of its tools to ${does.url}${more}`;
}

/** Field of the configuration that a question is about. */
export function placeOf(question: TrustQuestion): string {
  return 'server' in question ? `mcp.${question.server}` : `providers.${question.provider}`;
}

/** What a yes is kept by: it holds for the same address and key, or the same command, only. */
export function hashOf(question: TrustQuestion): string {
  const { address, keyEnv } =
    'server' in question ? { address: 'mcp', keyEnv: question.does } : question;
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
