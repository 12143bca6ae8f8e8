import { z } from 'zod';
import { mcpToolPattern } from '../../mcp-names.ts';
import { isMemoryTool } from '../../memory-tools.ts';
import { inWords } from '../../parse-input.ts';
import { anyStep } from '../any-step.ts';
import { listIn, passOn, refuseIf } from '../refinements.ts';
import { currentChecks } from '../spec-checks.ts';
import type { AgentTool, AgentToolInput } from './types.ts';

const memoryToolsNamed =
  'remember and forget are built in: every agent of a run with a user has them, so do not name them';

const ownName = /^[\w-]{1,64}$/;

const named = z
  .string("a tool's name, or a step as a tool: {step, name, description}")
  .refine(
    (name) => ownName.test(name) || mcpToolPattern.test(name),
    'a tool is named by 1 to 64 letters, digits, _ and -, or as mcp:SERVER/TOOL or mcp:SERVER/*',
  )
  .superRefine((name, context) => refuseIf(currentChecks().tool(name), context));

const asked = z.strictObject({
  step: anyStep,
  name: z
    .string("the model calls the step by a name: name: 'research'")
    .regex(ownName, 'a step as a tool is named by 1 to 64 letters, digits, _ and -'),
  description: z
    .string('say what it is good for: the model goes by that')
    .trim()
    .min(1, 'say what it is good for: the model goes by that')
    .max(4_000),
});

/** Not a union: a union would answer a wrong field with the problems of both its sides. */
const tool = z.custom<AgentToolInput>().transform((value: unknown, context): AgentTool => {
  const isStep = typeof value === 'object' && value !== null;
  const parsed = (isStep ? asked : named).safeParse(value, { error: inWords });
  return parsed.success ? parsed.data : (passOn(parsed.error, value, context) as AgentTool);
});

/** What an agent may call: names of tools, and steps. */
export const toolsSchema = z
  .array(tool)
  .max(128)
  .refine((tools) => !hasTwice(tools), 'a tool is listed twice')
  .refine((tools) => !namesOf(tools).some(isMemoryTool), memoryToolsNamed);

/** The names of what an agent may call, as far as they were written as such. */
export function namesOf(tools: readonly unknown[]): string[] {
  return listIn(tools).flatMap((each) => {
    const name = typeof each === 'object' && each !== null && 'name' in each ? each.name : each;
    return typeof name === 'string' ? [name] : [];
  });
}

function hasTwice(tools: readonly unknown[]): boolean {
  const names = namesOf(tools);
  return new Set(names).size !== names.length;
}
