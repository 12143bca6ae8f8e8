import { readMcpName, servedAs } from '../mcp-names.ts';
import { didYouMean } from '../nearest.ts';
import { settingProblems } from '../provider-config.ts';
import type { Serving } from '../serving.ts';
import { noChecks, type SpecChecks } from './spec-checks.ts';

/** What is known of what the workers can do; `null`: nothing, so that any name is taken. */
export type KnownServing = Pick<Serving, 'providers'> & {
  [K in 'transforms' | 'tools']: Serving[K] | null;
} & {
  /** Servers of tools. Default: those among the tools. */
  servers?: string[];
};

/**
 * What is asked of a spec where it is known what the workers can do, before anything is started or
 * paid for.
 *
 * @param defaultProvider of agents that name none
 */
export function checksFor(serving: KnownServing, defaultProvider: string): SpecChecks {
  const { providers, tools, transforms } = serving;
  const servers = serving.servers ?? (tools === null ? null : serversIn(tools));
  return {
    ...noChecks,
    provider: (name) => providerProblem(name, serving),
    tool: (name) => serverProblem(name, servers) ?? toolProblem(name, tools),
    function: (name, otherwise) =>
      unregistered(
        'function',
        name,
        transforms,
        ['register it', ...(otherwise === undefined ? [] : [otherwise])].join(', or '),
      ),
    settings(agent) {
      const name = agent.provider ?? defaultProvider;
      const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
      return provider?.ready ? settingProblems(agent, provider.api) : [];
    },
  };
}

/** The names of the servers among the tools that a worker serves. */
export function serversIn(tools: Serving['tools']): string[] {
  return Object.keys(tools).filter(isServer);
}

function serverProblem(name: string, known: readonly string[] | null): string | null {
  const server = readMcpName(name)?.server;
  if (server === undefined || known === null || known.includes(servedAs(server))) return null;
  const near = didYouMean(servedAs(server), known);
  const all = known.map((each) => each.slice('mcp:'.length)).join(', ') || 'none';
  return `no server '${server}' of tools is configured${near} (configured: ${all}); add it under 'mcp' in durable-agents.yaml`;
}

function toolProblem(name: string, known: Record<string, string> | null): string | null {
  if (readMcpName(name) !== undefined) return null;
  const own =
    known && Object.fromEntries(Object.entries(known).filter(([each]) => !isServer(each)));
  return unregistered('tool', name, own, 'register it with local({ tools }) or --register');
}

function isServer(name: string): boolean {
  return name.startsWith('mcp:');
}

function unregistered(
  what: string,
  name: string,
  known: Record<string, string> | null,
  advice: string,
): string | null {
  if (known === null || Object.hasOwn(known, name)) return null;
  const near = didYouMean(name, Object.keys(known));
  return `no ${what} '${name}' is registered on the worker${near} (registered: ${listOf(known)}); ${advice}`;
}

/** Why a provider can answer nobody; `null`: it can. */
export function providerProblem(
  name: string,
  { providers }: Pick<Serving, 'providers'>,
): string | null {
  const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (provider === undefined) {
    const near = didYouMean(name, Object.keys(providers));
    return `no provider '${name}' is configured${near}; there are ${listOf(providers)}. Add it under 'providers' in durable-agents.yaml`;
  }
  if (provider.ready) return null;
  return `'${name}' needs its API key in ${provider.keyEnv}: set it in the worker's environment, or name another provider`;
}

function listOf(known: Record<string, unknown>): string {
  return Object.keys(known).join(', ') || 'none';
}
