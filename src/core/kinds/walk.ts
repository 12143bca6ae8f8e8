import type { AgentSpec } from './agent/types.ts';
import { kindOf } from './registry.ts';
import type { Step } from './step.ts';

/** A step of a spec, and where in it the step stands: `steps[0].agents[1]`; '' for the spec itself. */
export interface PlacedStep {
  place: string;
  step: Step;
}

/** Every step of a spec at any depth, itself first, each before what is inside it. */
export function stepsIn(step: Step, place = ''): PlacedStep[] {
  const inner = childSteps(step).flatMap((child) =>
    stepsIn(child.step, joinPlace(place, child.place)),
  );
  return [{ place, step }, ...inner];
}

/** A place inside another one; '' is the spec itself. */
export function joinPlace(place: string, inner: string): string {
  return place === '' ? inner : `${place}.${inner}`;
}

/** The steps directly inside a step, in order. */
export function childSteps(step: Step): PlacedStep[] {
  return kindOf(step)
    .children(step)
    .flatMap(({ place, step: inner }) =>
      typeof inner === 'string' ? [] : [{ place, step: inner }],
    );
}

/** The step as an agent; `null`: it is a pattern. */
export function asAgent(step: Step): AgentSpec | null {
  return step.kind === 'agent' ? step : null;
}

/** Every agent of a step, at any depth, in order. */
export function agentsIn(step: Step): AgentSpec[] {
  return stepsIn(step).flatMap((each) => asAgent(each.step) ?? []);
}

/** The registered functions that a step itself needs, with the place of each. */
export function functionsOf(step: Step): { place: string; name: string }[] {
  return kindOf(step)
    .children(step)
    .flatMap(({ place, step: inner }) =>
      typeof inner === 'string' ? [{ place, name: inner }] : [],
    );
}

/** Names of the registered functions that a step needs, at any depth. */
export function functionsIn(step: Step): string[] {
  return stepsIn(step).flatMap((each) => functionsOf(each.step).map(({ name }) => name));
}

/** Names of the registered tools that the agents of a step use, each once. */
export function toolsIn(step: Step): string[] {
  return [...new Set(agentsIn(step).flatMap(({ tools }) => tools))];
}

/** The same step with every agent of it, at any depth, changed. */
export function mapAgents(step: Step, change: (agent: AgentSpec) => AgentSpec): Step {
  const agent = asAgent(step);
  if (agent !== null) return change(agent);
  return kindOf(step).mapChildren(step, (inner) => mapAgents(inner, change));
}
