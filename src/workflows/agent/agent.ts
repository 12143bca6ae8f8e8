import type { Text } from '../../core/content.ts';
import type { AgentResult } from '../../core/results.ts';
import type { AgentSpec } from '../../core/kinds/agent/schema.ts';
import type { Call, Reader } from '../runtime/step-context.ts';
import { converse } from './agent-loop.ts';

/** An agent's answer, whatever it says. A long one may go on as a new run between two turns. */
export async function runAgent(
  spec: AgentSpec,
  input: Text,
  call: Call,
  resumed?: object,
): Promise<AgentResult> {
  const checkpoint = (state: object) => call.checkpoint(state);
  const question = { spec, input, read: asItIs, memory: true, resumed, checkpoint };
  return (await converse(question, call)).result;
}

/** Whatever an agent says is an answer. */
export const asItIs: Reader<null> = () => ({ ok: true, value: null });
