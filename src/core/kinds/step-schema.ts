import { z } from 'zod';
import { invalidInput, type InputProblem, parseInput, showPath } from '../parse-input.ts';
import { type AgentInput, agentSchema, type AgentSpec } from './agent/schema.ts';
import { type DebateInput, debateSchema, type DebateSpec } from './debate/schema.ts';
import { type ParallelInput, parallelSchema, type ParallelSpec } from './parallel/schema.ts';
import { type PipelineInput, pipelineSchema, type PipelineSpec } from './pipeline/schema.ts';
import {
  type SupervisorInput,
  supervisorSchema,
  type SupervisorSpec,
} from './supervisor/schema.ts';

/** Anything that turns an input text into a result, with every default filled in. */
export type Step = AgentSpec | ParallelSpec | PipelineSpec | SupervisorSpec | DebateSpec;

/** A step as it is written: as a TypeScript object, in JSON or in YAML. */
export type StepInput = AgentInput | ParallelInput | PipelineInput | SupervisorInput | DebateInput;

export type Kind = Step['kind'];

export const stepSchema: z.ZodType<Step, StepInput> = z.lazy(() =>
  z.discriminatedUnion(
    'kind',
    [
      agentSchema,
      parallelSchema(stepSchema),
      pipelineSchema(stepSchema),
      supervisorSchema(stepSchema),
      debateSchema(stepSchema),
    ],
    {
      error: (issue) =>
        issue.code === 'invalid_union'
          ? 'kind must be agent, parallel, pipeline, supervisor or debate'
          : undefined,
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
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? '' : inner));
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
    if (key === 'output' || key === 'inputs') return [];
    if (!keyNames.has(key.toLowerCase())) return keyProblems(inner, at);
    const message =
      "an API key never stands in a spec: set it in the worker's environment (OPENAI_API_KEY, " +
      "ANTHROPIC_API_KEY, or the variable that the provider's keyEnv names)";
    return [{ path: showPath(at), message }];
  });
}
