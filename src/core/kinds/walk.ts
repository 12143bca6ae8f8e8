import type { AgentSpec } from './agent/schema.ts';
import type { Step } from './step-schema.ts';
import { isTemplate } from './pipeline/transform.ts';

/** A step inside another one, and where in its spec. */
export interface Inside {
  path: string;
  step: Step;
}

/** The steps directly inside a step, in order. */
export function insideOf(step: Step): Inside[] {
  switch (step.kind) {
    case 'agent':
      return [];
    case 'parallel':
      return inList(step.agents);
    case 'pipeline':
      return step.steps.flatMap(({ step: inner, transform }, index) => [
        ...optional(`steps[${index}].transform`, typeof transform === 'string' ? null : transform),
        { path: `steps[${index}]`, step: inner },
      ]);
    case 'supervisor':
      return [
        ...Object.entries(step.workers).map(([name, worker]) => ({
          path: `workers.${name}`,
          step: worker,
        })),
        ...optional('planner', step.planner),
        ...optional('synthesizer', step.synthesizer),
      ];
    case 'debate':
      return [...inList(step.agents), ...optional('moderator', step.moderator)];
  }
}

function inList(steps: readonly Step[]): Inside[] {
  return steps.map((step, index) => ({ path: `agents[${index}]`, step }));
}

function optional(path: string, step: Step | null): Inside[] {
  return step === null ? [] : [{ path, step }];
}

/** Every agent of a step, at any depth, in order. */
export function agentsIn(step: Step): AgentSpec[] {
  return step.kind === 'agent' ? [step] : insideOf(step).flatMap((each) => agentsIn(each.step));
}

/** Names of the registered functions that a pipeline itself needs, with the place of each. */
export function functionsOf(step: Step): { path: string; name: string }[] {
  if (step.kind !== 'pipeline') return [];
  return step.steps.flatMap(({ transform }, index) =>
    typeof transform === 'string' && !isTemplate(transform)
      ? [{ path: `steps[${index}].transform`, name: transform }]
      : [],
  );
}

/** Names of the registered functions that a step needs, at any depth. */
export function functionsIn(step: Step): string[] {
  return [
    ...functionsOf(step).map(({ name }) => name),
    ...insideOf(step).flatMap((each) => functionsIn(each.step)),
  ];
}

/** Names of the registered tools that the agents of a step use, each once. */
export function toolsIn(step: Step): string[] {
  return [...new Set(agentsIn(step).flatMap(({ tools }) => tools))];
}

/** The same step with every agent of it, at any depth, changed. */
export function mapAgents(step: Step, change: (agent: AgentSpec) => AgentSpec): Step {
  const inner = (each: Step) => mapAgents(each, change);
  const own = (agent: AgentSpec | null) => (agent === null ? null : change(agent));
  switch (step.kind) {
    case 'agent':
      return change(step);
    case 'parallel':
      return { ...step, agents: step.agents.map(inner) };
    case 'pipeline':
      return {
        ...step,
        steps: step.steps.map(({ step: stage, transform }) => ({
          step: inner(stage),
          transform:
            typeof transform === 'string' || transform === null ? transform : inner(transform),
        })),
      };
    case 'supervisor': {
      const workers = Object.entries(step.workers).map(([name, worker]) => [name, inner(worker)]);
      return {
        ...step,
        workers: Object.fromEntries(workers) as Record<string, Step>,
        planner: own(step.planner),
        synthesizer: own(step.synthesizer),
      };
    }
    case 'debate':
      return { ...step, agents: step.agents.map(inner), moderator: own(step.moderator) };
  }
}
