import { invalidInput, type InputProblem } from '../parse-input.ts';
import { settingProblems } from '../provider-config.ts';
import type { Serving } from '../serving.ts';
import type { AgentSpec } from './agent/types.ts';
import type { Step } from './step.ts';
import { asAgent, functionsOf, joinPlace, stepsIn } from './walk.ts';

/**
 * Checks a step against what the workers can do, before anything is started or paid for.
 *
 * @throws `Input.Invalid`, naming the path of each problem
 */
export function checkStep(step: Step, serving: Serving, what = 'the spec'): void {
  const all = stepsIn(step).flatMap(({ place, step: each }) => {
    const problems = problemsOf(each, serving);
    return problems.map((problem) => ({ ...problem, path: joinPlace(place, problem.path) }));
  });
  if (all.length > 0) throw invalidInput(what, all);
}

function problemsOf(step: Step, serving: Serving): InputProblem[] {
  const agent = asAgent(step);
  return [
    ...functionProblems(step, serving),
    ...(agent === null ? [] : agentProblems(agent, serving)),
  ];
}

function functionProblems(step: Step, serving: Serving): InputProblem[] {
  const known = Object.keys(serving.transforms).join(', ') || 'none';
  return functionsOf(step)
    .filter(({ name }) => !Object.hasOwn(serving.transforms, name))
    .map(({ place, name }) => ({
      path: place,
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
