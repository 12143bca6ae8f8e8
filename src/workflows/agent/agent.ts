import type { AgentResult, AgentSpec } from '../../core/kinds/agent/types.ts';
import type { Text } from '../../core/content.ts';
import type { StepContext } from '../runtime/step-context.ts';
import { checkedPattern, workflowOf } from '../workflow-of.ts';

/** An agent's answer, whatever it says. A long one may go on as a new run between two turns. */
async function answerAlone(
  spec: AgentSpec,
  input: Text,
  ctx: StepContext,
  resumed?: object,
): Promise<AgentResult> {
  return await ctx.answer(spec, input, resumed);
}

/** The workflow of an agent. */
export const agent = workflowOf('agent', answerAlone);

/** Has an agent answer, in a user's own workflow. */
export const runAgent = checkedPattern('agent', answerAlone);
