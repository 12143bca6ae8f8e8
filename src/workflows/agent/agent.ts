import type { AgentResult, AgentSpec } from '../../core/kinds/agent/types.ts';
import type { Text } from '../../core/content.ts';
import type { StepContext } from '../runtime/step-context.ts';
import { workflowOf } from '../workflow-of.ts';

/** An agent's answer, whatever it says. A long one may go on as a new run between two turns. */
export async function runAgent(
  spec: AgentSpec,
  input: Text,
  ctx: StepContext,
  resumed?: object,
): Promise<AgentResult> {
  return await ctx.answer(spec, input, resumed);
}

export const agent = workflowOf('agent', runAgent);
