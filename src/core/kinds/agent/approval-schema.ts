import { z } from 'zod';
import { isMemoryTool } from '../../memory-tools.ts';
import { readMcpName } from '../../mcp-names.ts';
import { didYouMean } from '../../nearest.ts';
import { timeoutSchema } from '../../timeout-schema.ts';
import { listIn } from '../refinements.ts';
import { agentDefaults } from './defaults.ts';
import { namesOf } from './tools-schema.ts';
import type { ApprovalTimeout, AgentSpec } from './types.ts';

const outcomes = ['deny', 'approve', 'fail'] as const;
const otherwise = agentDefaults.approvalTimeout;
const whole = z.strictObject({
  after: timeoutSchema.default(otherwise.after),
  outcome: z.enum(outcomes, "expected 'deny', 'approve' or 'fail'").default(otherwise.outcome),
});

/** Which calls need approval: those of all tools, or of the named ones. */
export const approveSchema = z.union(
  [z.literal('all'), z.array(z.string().min(1)).max(128)],
  "expected 'all' or a list of the agent's tools",
);

/** What becomes of a call that nobody answers: an outcome, a duration, or both. */
export const approvalTimeoutSchema = z.union(
  [
    z.enum(outcomes).transform((outcome): ApprovalTimeout => ({ ...otherwise, outcome })),
    whole,
    timeoutSchema.transform((after): ApprovalTimeout => ({ ...otherwise, after })),
  ],
  "expected 'deny', 'approve' or 'fail', a duration, or {after, outcome} with both",
);

/** The names in `approve` that are no tool of the agent, each with what to do. */
export function unknownApprovals({ approve, tools }: Pick<AgentSpec, 'approve' | 'tools'>) {
  const names = approve === 'all' ? [] : listIn(approve ?? []);
  const own = namesOf(tools);
  return names.flatMap((name, index) => {
    if (typeof name !== 'string' || isAmong(name, own)) return [];
    const message = `'${name}' is none of the agent's tools${didYouMean(name, own)}: list it in tools too`;
    return [{ path: ['approve', index], message }];
  });
}

/** Whether a name means one of an agent's tools, or one that every agent may have. */
export function isAmong(name: string, tools: readonly string[]): boolean {
  if (isMemoryTool(name)) return true;
  const wanted = readMcpName(name);
  return tools.some((tool) => {
    if (tool === name) return true;
    const offered = readMcpName(tool);
    return offered !== undefined && offered.server === wanted?.server && offered.tool === null;
  });
}
