import { z } from 'zod';
import { type AgentInput, agentSchema, type AgentSpec } from './agent.ts';
import { type DebateInput, debateSchema, type DebateSpec } from './debate.ts';
import { type ParallelInput, parallelSchema, type ParallelSpec } from './parallel.ts';
import { type PipelineInput, pipelineSchema, type PipelineSpec } from './pipeline.ts';
import { type SupervisorInput, supervisorSchema, type SupervisorSpec } from './supervisor.ts';

// Building these schemas takes some 20 ms, so the workflow bundle loads this module once for all
// workflows (`preloadModules`). It imports nothing that has state of its own.

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
