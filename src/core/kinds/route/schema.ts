import { z } from 'zod';
import { meantOf } from '../../meant.ts';
import { inWords } from '../../parse-input.ts';
import { timeoutSchema } from '../../timeout-schema.ts';
import { agentSchema } from '../agent/schema.ts';
import type { AgentInput } from '../agent/types.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase, passOn, refuseIf } from '../refinements.ts';
import { currentChecks } from '../spec-checks.ts';
import type { Step, StepInput } from '../step.ts';
import { noRoute } from './choice.ts';
import { chooseElement, otherwiseElement } from './paths.ts';
import type { RouteFunction, RouteSpec } from './types.ts';

export function routeSchema(step: z.ZodType<Step, StepInput>) {
  const when = z
    .string("say for which requests it is: when: 'questions about invoices'")
    .trim()
    .min(1, 'say for which requests it is')
    .max(2_000);
  const entry = z.strictObject({ when, step });
  return z
    .strictObject({
      kind: z.literal('route'),
      name: nameSchema.default('route'),
      by: chooserSchema.nullable().default(null),
      routes: z.record(nameSchema, entry),
      otherwise: step.nullable().default(null),
      choosingTimeout: timeoutSchema.default('60s'),
    })
    .superRefine(({ routes }, context) => {
      for (const { path, message } of routesProblems(routes))
        context.addIssue({ code: 'custom', path: ['routes', ...path], message });
    }, inAnyCase);
}

/** Routes at most: a chooser reads what each is for. */
const routesAtMost = 100;

function routesProblems(routes: unknown): { path: string[]; message: string }[] {
  if (typeof routes !== 'object' || routes === null) return [];
  const names = Object.keys(routes);
  if (names.length === 0) return [{ path: [], message: 'at least one route is needed' }];
  if (names.length > routesAtMost)
    return [{ path: [], message: `${names.length} are too many: at most ${routesAtMost}` }];
  return names.flatMap((name, index) => {
    const message = nameProblem(name, names.slice(0, index));
    return message === null ? [] : [{ path: [name], message }];
  });
}

const functionSchema = z.strictObject({
  function: z
    .string("the name of a registered function: {function: 'chooseRoute'}")
    .superRefine((name, context) => refuseIf(currentChecks().function(name), context)),
});

/** Not a union: a union would answer a wrong field with the problems of both its sides. */
const chooserSchema = z
  .custom<AgentInput | RouteFunction>()
  .transform((value: unknown, context): NonNullable<RouteSpec['by']> => {
    const isFunction = typeof value === 'object' && value !== null && 'function' in value;
    const parsed = (isFunction ? functionSchema : agentSchema).safeParse(value, { error: inWords });
    if (parsed.success) return parsed.data;
    return passOn(parsed.error, value, context) as NonNullable<RouteSpec['by']>;
  });

/** Names stand in step paths, and whoever chooses may spell them differently. */
function nameProblem(name: string, before: readonly string[]): string | null {
  const taken = meantOf(name, [noRoute, chooseElement, otherwiseElement]);
  if (taken !== undefined) return `'${taken}' means something else here: give it another name`;
  const same = meantOf(name, before);
  return same === undefined
    ? null
    : `it differs from '${same}' in case, spaces or punctuation only, which a chooser may not keep apart`;
}
