import { z } from 'zod';
import { didYouMean } from '../../nearest.ts';
import { orList } from '../../or-list.ts';
import { inWords } from '../../parse-input.ts';
import { agentSchema } from '../agent/schema.ts';
import type { AgentInput } from '../agent/types.ts';
import { passOn, refuseIf } from '../refinements.ts';
import { currentChecks } from '../spec-checks.ts';
import type { Until } from './types.ts';

const judge = agentSchema.superRefine(({ output }, context) => {
  if (output === null) return;
  const message = "a judge replies in the form of a verdict: leave 'output' out";
  context.addIssue({ code: 'custom', path: ['output'], message });
});

const functionName = z
  .string()
  .min(1, 'a function needs a name')
  .max(200)
  .superRefine((name, context) => refuseIf(currentChecks().function(name), context));

const text = z.string().min(1, 'every text contains the empty one: name a text').max(1_000);

/** What may stand in it: one of these. */
const ways = {
  judge: z.strictObject({ judge }),
  function: z.strictObject({ function: functionName }),
  contains: z.strictObject({ contains: text }),
} satisfies { [K in string]: z.ZodType<Until> };

type Way = keyof typeof ways;
const wayNames = Object.keys(ways) as Way[];
const wanted = 'judge (an agent), function (the name of a registered one) or contains (a text)';

/** Not a union: a union would answer a wrong field with the problems of all of its sides. */
export const untilSchema: z.ZodType<Until, Until<AgentInput>> = z
  .custom<Until<AgentInput>>()
  .transform((value: unknown, context): Until => {
    const refuse = (message: string, path: PropertyKey[] = []) => {
      context.addIssue({ code: 'custom', path, message });
      return value as Until;
    };
    if (value === undefined) return refuse(`it is missing: what ends the loop, ${wanted}`);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refuse(`expected an object with ${wanted}`);
    const fields = Object.keys(value);
    const given = wayNames.filter((way) => fields.includes(way));
    const [way, other] = given;
    if (other !== undefined) return refuse(`give one of ${orList(given)}, not several`);
    if (way === undefined) return refuseUnknown(fields, refuse);
    const parsed = ways[way].safeParse(value, { error: inWords });
    return parsed.success ? parsed.data : (passOn(parsed.error, value, context) as Until);
  });

function refuseUnknown(
  [field]: readonly string[],
  refuse: (message: string, path?: PropertyKey[]) => Until,
): Until {
  if (field === undefined) return refuse(`it is empty: give it ${wanted}`);
  return refuse(`there is no such field${didYouMean(field, wayNames)}; it needs ${wanted}`, [
    field,
  ]);
}
