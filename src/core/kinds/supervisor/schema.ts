import { z } from 'zod';
import { type Duration, timeoutSchema } from '../../durations.ts';
import { type AgentInput, agentSchema, type AgentSpec, nameSchema } from '../agent/schema.ts';
import type { Step, StepInput } from '../step-schema.ts';

/** How the planner may use the workers. */
const selectionModes = ['selective', 'all', 'sequential'] as const;
export type SelectionMode = (typeof selectionModes)[number];

/** A planner that gives tasks to workers, reviews what they did, and has it made one answer. */
export interface SupervisorSpec {
  kind: 'supervisor';
  name: string;
  /** Any steps, by the name the planner knows them under. */
  workers: Record<string, Step>;
  /** `null`: one is made, with the provider and model of the first worker. */
  planner: AgentSpec | null;
  synthesizer: AgentSpec | null;
  /** `selective`: the planner chooses; `all`: everyone gets a task; `sequential`: everyone in the order given, each after the one before. */
  mode: SelectionMode;
  /** Tasks that run at once at most. */
  maxWorkersPerStep: number;
  /** Plans at most, the first included. */
  maxIterations: number;
  /** Whether a review may ask for another plan. */
  allowReplanning: boolean;
  /** For each plan and each review. */
  planningTimeout: Duration;
  /** For each task. */
  workerTimeout: Duration;
  synthesisTimeout: Duration;
  /** Whether everyone who was given a task has to succeed with the last one. */
  requireAllWorkers: boolean;
  /** Workers that have to succeed. */
  minSuccessfulWorkers: number;
  /** Whether the result tells the reasons of plans and reviews. */
  includeReasoning: boolean;
  /** Whether the result's `workerResults` keep their contents. */
  includeWorkerOutputs: boolean;
}

export type SupervisorInput = Pick<SupervisorSpec, 'kind'> &
  Partial<Omit<SupervisorSpec, 'kind' | 'workers' | 'planner' | 'synthesizer'>> & {
    workers: Record<string, StepInput>;
    planner?: AgentInput | null;
    synthesizer?: AgentInput | null;
  };

export function supervisorSchema(step: z.ZodType<Step, StepInput>) {
  return z
    .strictObject({
      kind: z.literal('supervisor'),
      name: nameSchema.default('supervisor'),
      workers: z.record(nameSchema, step),
      planner: agentSchema.nullable().default(null),
      synthesizer: agentSchema.nullable().default(null),
      mode: z.enum(selectionModes).default('selective'),
      maxWorkersPerStep: z.int().min(1).max(100).default(5),
      maxIterations: z.int().min(1).max(50).default(3),
      allowReplanning: z.boolean().default(true),
      planningTimeout: timeoutSchema.default('60s'),
      workerTimeout: timeoutSchema.default('120s'),
      synthesisTimeout: timeoutSchema.default('60s'),
      requireAllWorkers: z.boolean().default(false),
      minSuccessfulWorkers: z.int().min(1).default(1),
      includeReasoning: z.boolean().default(true),
      includeWorkerOutputs: z.boolean().default(true),
    })
    .superRefine((spec, context) => {
      const count = Object.keys(spec.workers).length;
      if (count === 0) {
        const message = 'at least one worker is needed';
        context.addIssue({ code: 'custom', path: ['workers'], message });
      } else if (spec.minSuccessfulWorkers > count) {
        const message = `${spec.minSuccessfulWorkers} can not be reached with ${count} workers`;
        context.addIssue({ code: 'custom', path: ['minSuccessfulWorkers'], message });
      }
    });
}
