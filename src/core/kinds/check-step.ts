import { invalidInput, type InputProblem } from '../parse-input.ts';
import { settingProblems } from '../provider-config.ts';
import type { Serving } from '../serving.ts';
import type { AgentSpec } from './agent/schema.ts';
import { functionsOf, insideOf } from './walk.ts';
import type { Step } from './step-schema.ts';

/**
 * Checks a step against what the workers can do, before anything is started or paid for.
 *
 * @throws `Input.Invalid`, naming the path of each problem
 */
export function checkStep(step: Step, serving: Serving, what = 'the spec'): void {
  const problems = stepProblems(step, serving, '');
  if (problems.length > 0) throw invalidInput(what, problems);
}

function stepProblems(step: Step, serving: Serving, path: string): InputProblem[] {
  const at = path === '' ? '' : `${path}.`;
  const own =
    step.kind === 'agent' ? agentProblems(step, serving) : functionProblems(step, serving);
  return [
    ...own.map((problem) => ({ ...problem, path: `${at}${problem.path}` })),
    ...insideOf(step).flatMap((inner) => stepProblems(inner.step, serving, `${at}${inner.path}`)),
  ];
}

function functionProblems(step: Step, serving: Serving): InputProblem[] {
  const known = Object.keys(serving.transforms).join(', ') || 'none';
  return functionsOf(step)
    .filter(({ name }) => !Object.hasOwn(serving.transforms, name))
    .map(({ path, name }) => ({
      path,
      message: `no function '${name}' is registered on the worker (registered: ${known}); register it, or write a template with {input} in it`,
    }));
}

function agentProblems(agent: AgentSpec, serving: Serving): InputProblem[] {
  return [...toolProblems(agent, serving), ...providerProblems(agent, serving)];
}

function toolProblems({ tools }: AgentSpec, serving: Serving): InputProblem[] {
  const known = Object.keys(serving.tools).join(', ') || 'none';
  return tools.flatMap((name, index) => {
    if (Object.hasOwn(serving.tools, name)) return [];
    const message = `no tool '${name}' is registered on the worker (registered: ${known}); register it with local({ tools }) or --register`;
    return [{ path: `tools[${index}]`, message }];
  });
}

function providerProblems(agent: AgentSpec, serving: Serving): InputProblem[] {
  if (agent.provider === null) return [];
  const { providers } = serving;
  const provider = Object.hasOwn(providers, agent.provider) ? providers[agent.provider] : undefined;
  if (provider === undefined) {
    const known = Object.keys(providers).join(', ');
    const message = `no provider '${agent.provider}' is configured; there are ${known}. Add it under 'providers' in durable-agents.yaml`;
    return [{ path: 'provider', message }];
  }
  if (!provider.ready) {
    const message = `'${agent.provider}' needs its API key in ${provider.keyEnv}: set it in the worker's environment, or name another provider`;
    return [{ path: 'provider', message }];
  }
  return settingProblems(agent, provider.api);
}
