import type { Text } from '../../core/content.ts';
import type { ModelReply, PromptMessage } from '../../core/model-call.ts';
import { replyText } from '../../core/reply.ts';
import type { Outcome } from '../../core/results.ts';
import type { ToolOutcome } from '../../core/tools.ts';
import { partFailed, type Warning } from '../../core/warnings.ts';
import type { RunContext } from '../runtime/run-context.ts';
import { pathInRun, type StepScope } from '../runtime/step-scope.ts';
import { runTool } from './run-tool.ts';
import type { AgentResources } from './resources.ts';
import { fanOut } from '../runtime/fan-out.ts';

/** Tool calls of one turn that run at once. */
const atOnce = 10;

/** The turn that asked for tools: its number, what its agent has, and where it runs. */
export interface AskingTurn {
  number: number;
  resources: AgentResources;
  run: RunContext;
  scope: StepScope;
}

/** What came of the tool calls of a turn. */
export interface UsedTools {
  /** As the model is told it, in the order asked. */
  messages: PromptMessage[];
  /** Of tools that gave no result. */
  warnings: Warning[];
  /** Servers of tools that turned out to be gone. */
  gone: string[];
}

/**
 * Carries out the tool calls of a turn, in parallel. What a tool did wrong is told as well; only the end of the agent's
 * time and a cancellation are errors.
 */
export async function useTools(
  { message, toolCalls }: ModelReply,
  { number, resources, run, scope }: AskingTurn,
): Promise<Outcome<UsedTools>> {
  const outcomes = await fanOut(toolCalls, atOnce, (toolCall, index) =>
    runTool(run, scope, resources, { message, number, index, call: toolCall }),
  );
  const ended = outcomes.find((outcome) => !outcome.ok);
  if (ended !== undefined) return ended;
  const values = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const messages = values.map((outcome, index): PromptMessage => ({
    role: 'tool',
    callId: toolCalls[index]?.id ?? '',
    text: textOf(outcome),
    failed: outcome.failed,
  }));
  const path = pathInRun(scope, run);
  const warnings = values.flatMap(({ lost }, index) => {
    if (lost === undefined) return [];
    return [partFailed(`a call of the tool '${toolCalls[index]?.name}'`, lost, path)];
  });
  const gone = values.flatMap((outcome) => outcome.gone ?? []);
  return { ok: true, value: { messages, warnings, gone } };
}

/** What is stored nowhere stands as it is. */
function textOf(outcome: ToolOutcome): Text {
  return outcome.message === '' ? (outcome.content ?? '') : replyText(outcome);
}
