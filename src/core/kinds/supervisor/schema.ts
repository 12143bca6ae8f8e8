import { z } from 'zod';
import { timeoutSchema } from '../../timeout-schema.ts';
import { agentSchema } from '../agent/schema.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase } from '../refinements.ts';
import type { Step, StepInput } from '../step.ts';
import { selectionModes } from './plan.ts';

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
    .superRefine(({ workers, minSuccessfulWorkers }, context) => {
      if (typeof workers !== 'object' || workers === null) return;
      const count = Object.keys(workers).length;
      if (count === 0) {
        const message = 'at least one worker is needed';
        context.addIssue({ code: 'custom', path: ['workers'], message });
      } else if (minSuccessfulWorkers > count) {
        const message = `${minSuccessfulWorkers} cannot be reached with ${count} workers`;
        context.addIssue({ code: 'custom', path: ['minSuccessfulWorkers'], message });
      }
    }, inAnyCase);
}
