import { z } from 'zod';
import { invalidInput, type InputProblem, parseInput, showPath } from '../parse-input.ts';
import { type AgentInput, agentSchema, type AgentSpec } from './agent.ts';
import { type ParallelInput, parallelSchema, type ParallelSpec } from './parallel.ts';
import { type PipelineInput, pipelineSchema, type PipelineSpec } from './pipeline.ts';
import { isTemplate } from './transform.ts';

/** Anything that turns an input text into a result, with every default filled in. */
export type Step = AgentSpec | ParallelSpec | PipelineSpec;

/** A step as it is written: as a TypeScript object, in JSON or in YAML. */
export type StepInput = AgentInput | ParallelInput | PipelineInput;

export type Kind = Step['kind'];

export const stepSchema: z.ZodType<Step, StepInput> = z.lazy(() =>
  z.discriminatedUnion(
    'kind',
    [agentSchema, parallelSchema(stepSchema), pipelineSchema(stepSchema)],
    {
      error: (issue) =>
        issue.code === 'invalid_union' ? 'kind must be agent, parallel or pipeline' : undefined,
    },
  ),
);

/**
 * Reads a step spec and fills in the defaults. Reading its own output changes nothing.
 *
 * @throws `Input.Invalid`, naming the path of each problem
 */
export function parseStep(value: unknown, what = 'the spec'): Step {
  if (containsItself(value))
    throw invalidInput(what, [{ path: '', message: 'it contains itself' }]);
  const keys = keyProblems(value, []);
  if (keys.length > 0) throw invalidInput(what, keys);
  return parseInput(stepSchema, value, what);
}

function containsItself(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return false;
  } catch {
    return true;
  }
}

const keyNames = new Set(['apikey', 'api_key', 'api-key']);

function keyProblems(value: unknown, path: PropertyKey[]): InputProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === 'output') return [];
    if (!keyNames.has(key.toLowerCase())) return keyProblems(inner, at);
    const message =
      "an API key never stands in a spec: set it in the worker's environment (OPENAI_API_KEY, " +
      "ANTHROPIC_API_KEY, or the variable that the provider's keyEnv names)";
    return [{ path: showPath(at), message }];
  });
}

/** The steps directly inside a step, in order. */
function stepsIn(step: Step): Step[] {
  switch (step.kind) {
    case 'agent':
      return [];
    case 'parallel':
      return step.agents;
    case 'pipeline':
      return step.steps.flatMap(({ step: inner, transform }) =>
        typeof transform === 'object' && transform !== null ? [transform, inner] : [inner],
      );
  }
}

/** Every agent of a step, at any depth, in order. */
export function agentsIn(step: Step): AgentSpec[] {
  return step.kind === 'agent' ? [step] : stepsIn(step).flatMap(agentsIn);
}

/** The same step with every agent of it, at any depth, changed. */
export function mapAgents(step: Step, change: (agent: AgentSpec) => AgentSpec): Step {
  switch (step.kind) {
    case 'agent':
      return change(step);
    case 'parallel':
      return { ...step, agents: step.agents.map((agent) => mapAgents(agent, change)) };
    case 'pipeline':
      return {
        ...step,
        steps: step.steps.map((stage) => ({
          step: mapAgents(stage.step, change),
          transform:
            typeof stage.transform === 'object' && stage.transform !== null
              ? mapAgents(stage.transform, change)
              : stage.transform,
        })),
      };
  }
}

/** Names of the registered functions that a step needs, at any depth. */
export function functionsIn(step: Step): string[] {
  const own = step.kind === 'pipeline' ? step.steps.map(({ transform }) => transform) : [];
  const names = own.filter((each) => typeof each === 'string' && !isTemplate(each));
  return [...(names as string[]), ...stepsIn(step).flatMap(functionsIn)];
}
