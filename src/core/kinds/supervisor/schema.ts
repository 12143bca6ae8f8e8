import { z } from 'zod';
import { timeoutSchema } from '../../timeout-schema.ts';
import { agentSchema } from '../agent/schema.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase } from '../refinements.ts';
import type { Step, StepInput } from '../step.ts';
import { selectionModes } from './plan.ts';
import { taskForms } from './typed-plan.ts';

/** An object has such names first and by size, whatever the order they are written in. */
function refuseNumbers(names: readonly string[], context: z.RefinementCtx): void {
  const message =
    "a name that is a whole number does not keep its place, and the mode 'sequential' goes by it: add a letter to it";
  for (const name of names.filter((each) => /^(?:0|[1-9]\d*)$/.test(each)))
    context.addIssue({ code: 'custom', path: ['workers', name], message });
}

export function supervisorSchema(step: z.ZodType<Step, StepInput>) {
  return z
    .strictObject({
      kind: z.literal('supervisor'),
      name: nameSchema.default('supervisor'),
      workers: z.record(nameSchema, step),
      planner: agentSchema.nullable().default(null),
      synthesizer: agentSchema.nullable().default(null),
      tasks: z.enum(taskForms).default('typed'),
      verifier: agentSchema.nullable().default(null),
      verifications: z.int().min(0).max(10).default(1),
      mode: z.enum(selectionModes).default('selective'),
      maxWorkersPerStep: z.int().min(1).max(100).default(5),
      maxIterations: z.int().min(1).max(50).default(3),
      allowReplanning: z.boolean().default(true),
      planningTimeout: timeoutSchema.default('60s'),
      workerTimeout: timeoutSchema.default('120s'),
      verificationTimeout: timeoutSchema.default('60s'),
      synthesisTimeout: timeoutSchema.default('60s'),
      requireAllWorkers: z.boolean().default(false),
      minSuccessfulWorkers: z.int().min(1).default(1),
      includeReasoning: z.boolean().default(true),
      includeWorkerOutputs: z.boolean().default(true),
    })
    .superRefine(({ workers, minSuccessfulWorkers, mode }, context) => {
      if (typeof workers !== 'object' || workers === null) return;
      const names = Object.keys(workers);
      const count = names.length;
      if (mode === 'sequential' && count > 1) refuseNumbers(names, context);
      if (count === 0) {
        const message = 'at least one worker is needed';
        context.addIssue({ code: 'custom', path: ['workers'], message });
      } else if (minSuccessfulWorkers > count) {
        const message = `${minSuccessfulWorkers} cannot be reached with ${count} workers`;
        context.addIssue({ code: 'custom', path: ['minSuccessfulWorkers'], message });
      }
    }, inAnyCase);
}
