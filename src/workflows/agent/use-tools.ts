import { Failure } from '../../core/failures.ts';
import type { ApprovalRecord } from '../../core/kinds/agent/types.ts';
import type { ModelReply, PromptMessage, ToolCall } from '../../core/model-call.ts';
import { replyText } from '../../core/reply.ts';
import type { Outcome } from '../../core/results.ts';
import { stepTools } from '../../core/kinds/agent/step-tools.ts';
import type { Spending } from '../../core/usage.ts';
import { partFailed, type Warning } from '../../core/warnings.ts';
import { pathInRun } from '../runtime/step-scope.ts';
import { type AskedSteps, type AskingTurn, type CarriedOut, textOf } from './asking-turn.ts';
import { ApprovalGate } from './approval-gate.ts';
import { runCheckedTool } from './checked-tool.ts';
import { meantTool } from './offered-tools.ts';
import { runTool } from './run-tool.ts';
import { fanOut } from '../runtime/fan-out.ts';

/** Tool calls of one turn that run at once. */
const atOnce = 10;

/** What came of the tool calls of a turn. */
interface UsedTools {
  /** As the model is told it, in the order asked. */
  messages: PromptMessage[];
  /** Of tools that gave no result. */
  warnings: Warning[];
  /** Servers of tools that turned out to be gone. */
  gone: string[];
}

/** How the tool calls of a turn ended together. */
export interface ToolTurn {
  used: Outcome<UsedTools>;
  /** Of calls that needed approval, also where the turn failed. */
  approvals: ApprovalRecord[];
  /** What steps that were asked as tools have spent, also where the turn failed. */
  spent: Spending[];
}

/**
 * Carries out the tool calls of a turn, in parallel; each that needs approval as soon as it has it. What
 * a tool did wrong is told as well; only the end of the agent's time and a cancellation are errors.
 */
export async function useTools(
  reply: ModelReply,
  asking: Omit<AskingTurn, 'steps'>,
): Promise<ToolTurn> {
  const { number, run, scope } = asking;
  const { message, toolCalls } = reply;
  const steps = stepsAsked(asking, toolCalls);
  const turn = { ...asking, steps };
  const gate = new ApprovalGate(turn, replyText(reply));
  const isChecked = turn.checks.covers('toolCall', 'toolResult');
  const carryOut = (call: ToolCall, index: number) =>
    (isChecked ? runCheckedTool : runTool)(turn, { message, number, index, call }, gate);
  const all = () => outcomesOf(toolCalls, (call) => gate.mayHold(call), carryOut);
  // a check that stops the run, here or in a step that is asked, stops the other calls of the turn too
  const outcomes = await (isChecked || steps.toAsk > 0
    ? run.host.cancellable((cancel) => run.halt.during(cancel, all))
    : all());
  const used = told(outcomes, toolCalls, pathInRun(scope, run));
  return { used, approvals: gate.records, spent: steps.spent };
}

function stepsAsked(
  { spec, resources }: Pick<AskingTurn, 'spec' | 'resources'>,
  calls: readonly ToolCall[],
): AskedSteps {
  const names = stepTools(spec).map(({ name }) => name);
  if (names.length === 0) return { toAsk: 0, spent: [] };
  const asked = calls.filter(({ name }) => names.includes(meantTool(resources, name)));
  return { toAsk: asked.length, spent: [] };
}

function told(
  outcomes: readonly Outcome<CarriedOut>[],
  toolCalls: readonly ToolCall[],
  path: string,
): Outcome<UsedTools> {
  const ended = outcomes.filter((outcome) => !outcome.ok);
  const stopped = ended.find(({ error }) => error.type === Failure.checkStopped) ?? ended[0];
  if (stopped !== undefined) return stopped;
  const values = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const messages = values.map((outcome, index): PromptMessage => ({
    role: 'tool',
    callId: toolCalls[index]?.id ?? '',
    text: textOf(outcome),
    failed: outcome.failed,
  }));
  const warnings = values.flatMap(({ lost }, index) => {
    if (lost === undefined) return [];
    return [partFailed(`a call of the tool '${toolCalls[index]?.name}'`, lost, path)];
  });
  const gone = values.flatMap((outcome) => outcome.gone ?? []);
  return { ok: true, value: { messages, warnings, gone } };
}

/** Those that may wait for a person take no place from the others. */
async function outcomesOf<R>(
  calls: readonly ToolCall[],
  mayWait: (call: ToolCall) => boolean,
  carryOut: (call: ToolCall, index: number) => Promise<R>,
): Promise<R[]> {
  const all = calls.map((call, index) => ({ call, index, waits: mayWait(call) }));
  const waiting = all.filter(({ waits }) => waits);
  if (waiting.length === 0) return await fanOut(calls, atOnce, carryOut);
  const free = all.filter(({ waits }) => !waits);
  const [done, answered] = await Promise.all([
    fanOut(free, atOnce, ({ call, index }) => carryOut(call, index)),
    Promise.all(waiting.map(({ call, index }) => carryOut(call, index))),
  ]);
  const places = [...free, ...waiting].map(({ index }) => index);
  const outcomes: R[] = [];
  [...done, ...answered].forEach((outcome, at) => (outcomes[places[at] ?? 0] = outcome));
  return outcomes;
}
