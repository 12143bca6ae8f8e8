import { z } from 'zod';
import { timeoutSchema } from '../../timeout-schema.ts';
import { nameSchema } from '../name-schema.ts';
import type { Step, StepInput } from '../step.ts';
import { refuseDoubleNames } from '../unique-names.ts';

export function parallelSchema(step: z.ZodType<Step, StepInput>) {
  return z
    .strictObject({
      kind: z.literal('parallel'),
      name: nameSchema.default('parallel'),
      agents: z.array(step).min(1, 'at least one agent is needed').max(500),
      inputs: z.record(z.string(), z.string()).default({}),
      timeout: timeoutSchema.default('120s'),
      failFast: z.boolean().default(false),
      concurrency: z.int().min(1).max(500).default(10),
      quorum: z.int().min(1).default(1),
    })
    .superRefine((spec, context) => {
      refuseDoubleNames(spec.agents, (index) => ['agents', index, 'name'], context);
      refuseStrangers(spec, context);
    });
}

function refuseStrangers(
  spec: { agents: Step[]; inputs: Record<string, string>; quorum: number },
  context: z.RefinementCtx,
): void {
  const names = spec.agents.map((agent) => agent.name);
  for (const name of Object.keys(spec.inputs).filter((key) => !names.includes(key))) {
    const message = `there is no agent of this name here; there are ${names.join(', ')}`;
    context.addIssue({ code: 'custom', path: ['inputs', name], message });
  }
  if (spec.quorum > names.length) {
    const message = `${spec.quorum} can not be reached with ${names.length} agents`;
    context.addIssue({ code: 'custom', path: ['quorum'], message });
  }
}
