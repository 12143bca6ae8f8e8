import { z } from 'zod';
import { didYouMean } from '../../nearest.ts';
import { inWords } from '../../parse-input.ts';
import { listIn, passOn, refuseIf } from '../refinements.ts';
import { currentChecks } from '../spec-checks.ts';
import { isAmong } from './approval-schema.ts';
import { namesOf } from './tools-schema.ts';
import type { AgentSpec, CheckInput, CheckSpec } from './types.ts';

const places = ['input', 'output', 'toolCall', 'toolResult'] as const;
const whenProblem = "expected 'input', 'output', 'toolCall' or 'toolResult'";
const byProblem =
  'expected {function: NAME}, a function registered on the worker, or {agent: {…}}, an agent';

const byFunction = z.strictObject({
  function: z
    .string()
    .regex(/^[\w.-]+$/, 'expected the name of a function that is registered on the worker')
    .superRefine((name, context) => refuseIf(currentChecks().function(name), context)),
});

/** What an agent that checks may not have, and why. */
const notOfChecks = {
  checks: 'an agent that checks has no checks of its own',
  output: 'an agent that checks replies with its verdict: it has no output of its own',
  thread: 'an agent that checks sees nothing but what it checks: it has no thread',
} as const;

/** Checks of an agent; `agent`: how an agent is read. */
export function checksSchema(agent: z.ZodType<AgentSpec>): z.ZodType<CheckSpec[], CheckInput[]> {
  const by = byOf(agent);
  const check = z
    .strictObject({
      when: z.enum(places, whenProblem),
      by,
      tools: z.array(z.string().min(1)).min(1).max(128).optional(),
      name: z.string().trim().min(1).max(100).optional(),
    })
    .superRefine(({ when, tools }, context) => {
      if (tools === undefined || when === 'toolCall' || when === 'toolResult') return;
      const message = `only checks of 'toolCall' and 'toolResult' are about tools, not one of '${when}'`;
      context.addIssue({ code: 'custom', path: ['tools'], message });
    })
    .transform(({ name, tools, ...rest }): CheckSpec => ({
      name: name ?? ('function' in rest.by ? rest.by.function : rest.by.agent.name),
      ...rest,
      ...(tools === undefined ? {} : { tools }),
    }));
  return z.array(check).max(50);
}

/** Not a union: a union would answer a wrong field with the problems of both its sides. */
function byOf(agent: z.ZodType<AgentSpec>) {
  const byAgent = z.strictObject({ agent: checkingAgent(agent) });
  return z.custom<CheckInput['by']>().transform((value: unknown, context): CheckSpec['by'] => {
    const isGiven = typeof value === 'object' && value !== null;
    const schema = isGiven && 'agent' in value ? byAgent : byFunction;
    if (!isGiven || !('agent' in value || 'function' in value)) {
      context.addIssue({ code: 'custom', message: byProblem });
      return value as CheckSpec['by'];
    }
    const parsed = schema.safeParse(value, { error: inWords });
    return parsed.success ? parsed.data : (passOn(parsed.error, value, context) as CheckSpec['by']);
  });
}

/** An `Agent`, or the spec of one. */
function checkingAgent(agent: z.ZodType<AgentSpec>) {
  return z
    .preprocess((given: unknown) => {
      const holds = typeof given === 'object' && given !== null && 'spec' in given;
      return holds ? given.spec : given;
    }, agent)
    .superRefine((spec, context) => {
      for (const [field, message] of Object.entries(notOfChecks)) {
        const given: unknown = spec[field as keyof typeof notOfChecks] ?? null;
        const isEmpty = given === null || (Array.isArray(given) && given.length === 0);
        if (!isEmpty) context.addIssue({ code: 'custom', path: [field], message });
      }
    });
}

/** The tools that checks name and the agent does not have, each with what to do. */
export function unknownChecked({ checks, tools }: Pick<AgentSpec, 'checks' | 'tools'>) {
  const own = namesOf(tools);
  return listIn(checks ?? []).flatMap((check, at) =>
    listIn(check?.tools ?? []).flatMap((name, index) => {
      if (typeof name !== 'string' || isAmong(name, own)) return [];
      const message = `'${name}' is none of the agent's tools${didYouMean(name, own)}: list it in tools too`;
      return [{ path: ['checks', at, 'tools', index], message }];
    }),
  );
}
