import { stepTools } from './agent/step-tools.ts';
import type { AgentSpec } from './agent/types.ts';
import type { PersonSpec } from './person/types.ts';
import { kindOf } from './registry.ts';
import type { Step } from './step.ts';

/** The steps directly inside a step, in order. */
export function childSteps(step: Step): Step[] {
  return kindOf(step)
    .children(step)
    .flatMap(({ step: inner }) => (typeof inner === 'string' ? [] : [inner]));
}

/** The step as an agent; `null`: it is a pattern. */
export function asAgent(step: Step): AgentSpec | null {
  return step.kind === 'agent' ? step : null;
}

/** The step as a person; `null`: it is an agent, or another pattern. */
export function asPerson(step: Step): PersonSpec | null {
  return step.kind === 'person' ? step : null;
}

/** Whether a step works on a list of items, which stands in the store. */
export function hasItems(step: Step): boolean {
  return kindOf(step).hasItems === true;
}

/** Every step of a spec at any depth, itself first, each before what is inside it. */
export function stepsIn(step: Step): Step[] {
  return [step, ...childSteps(step).flatMap(stepsIn)];
}

/** Every agent of a step, at any depth, in order. */
export function agentsIn(step: Step): AgentSpec[] {
  return stepsIn(step).flatMap((each) => asAgent(each) ?? []);
}

/** What one walk through a spec finds. */
export interface SpecSurvey {
  /** Every agent at any depth, in order. */
  agents: AgentSpec[];
  /** Names of the registered functions that it needs, each once. */
  functions: string[];
  /** Characters of the names on the way to its innermost step, at most. */
  longestPath: number;
}

/** Walks through a spec once, for all that has to be known of it before a run starts. */
export function surveyOf(spec: Step): SpecSurvey {
  const agents: AgentSpec[] = [];
  const functions = new Set<string>();
  /** A path has the name, and some characters of the pattern's own, for each level. */
  function visit(step: Step): number {
    const agent = asAgent(step);
    if (agent !== null) agents.push(agent);
    const below = kindOf(step)
      .children(step)
      .map(({ step: inner }) => (typeof inner === 'string' ? note(inner) : visit(inner)));
    return step.name.length + 20 + Math.max(0, ...below);
  }
  function note(name: string): number {
    functions.add(name);
    return 0;
  }
  const longestPath = visit(spec);
  return { agents, functions: [...functions], longestPath };
}

/** The same step with every agent of it, at any depth, changed, but not those that check what an agent says. */
export function mapAgents(step: Step, change: (agent: AgentSpec) => AgentSpec): Step {
  const inside = kindOf(step).mapChildren(step, (inner) => mapAgents(inner, change));
  const agent = asAgent(inside);
  return agent === null ? inside : change(agent);
}

/** Whether any agent of a step, at any depth, may ask steps as tools. */
export function asksSteps(step: Step): boolean {
  return agentsIn(step).some((agent) => stepTools(agent).length > 0);
}
