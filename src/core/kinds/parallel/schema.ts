import { z } from 'zod';
import { didYouMean } from '../../nearest.ts';
import { timeoutSchema } from '../../timeout-schema.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase, listIn, nameIn } from '../refinements.ts';
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
      const names = listIn(spec.agents).map(nameIn);
      refuseDoubleNames(names, (index) => ['agents', index, 'name'], context);
      refuseStrangers(spec, names, context);
    }, inAnyCase);
}

function refuseStrangers(
  { inputs, quorum }: { agents: Step[]; inputs: Record<string, string>; quorum: number },
  all: readonly (string | undefined)[],
  context: z.RefinementCtx,
): void {
  const names = all.flatMap((name) => name ?? []);
  for (const name of Object.keys(inputs ?? {}).filter((key) => !names.includes(key))) {
    const message = `there is no agent of this name here${didYouMean(name, names)}; there are ${names.join(', ')}`;
    context.addIssue({ code: 'custom', path: ['inputs', name], message });
  }
  if (quorum > all.length && all.length > 0) {
    const message = `${quorum} cannot be reached with ${all.length} agents`;
    context.addIssue({ code: 'custom', path: ['quorum'], message });
  }
}
