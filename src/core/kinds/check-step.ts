import { didYouMean } from '../nearest.ts';
import { settingProblems } from '../provider-config.ts';
import type { Serving } from '../serving.ts';
import { noChecks, type SpecChecks } from './spec-checks.ts';

/**
 * What is asked of a spec where it is known what the workers can do, before anything is started or
 * paid for.
 *
 * @param defaultProvider of agents that name none
 */
export function checksFor(serving: Serving, defaultProvider: string): SpecChecks {
  const { providers, tools, transforms } = serving;
  return {
    ...noChecks,
    provider: (name) => providerProblem(name, serving),
    tool: (name) =>
      Object.hasOwn(tools, name)
        ? null
        : `no tool '${name}' is registered on the worker${didYouMean(name, Object.keys(tools))} (registered: ${listOf(tools)}); register it with local({ tools }) or --register`,
    function: (name) =>
      Object.hasOwn(transforms, name)
        ? null
        : `no function '${name}' is registered on the worker${didYouMean(name, Object.keys(transforms))} (registered: ${listOf(transforms)}); register it, or write a template with {input} in it`,
    settings(agent) {
      const name = agent.provider ?? defaultProvider;
      const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
      return provider?.ready ? settingProblems(agent, provider.api) : [];
    },
  };
}

/** Why a provider can answer nobody; `null`: it can. */
export function providerProblem(name: string, { providers }: Serving): string | null {
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
