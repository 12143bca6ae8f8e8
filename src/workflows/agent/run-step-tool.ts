import { Failure } from '../../core/failures.ts';
import { aText, objectOf } from '../../core/form.ts';
import { toolElement } from '../../core/kinds/agent/paths.ts';
import { stepToolCalls, stepTools, stepToolsDepth } from '../../core/kinds/agent/step-tools.ts';
import type { StepTool } from '../../core/kinds/agent/types.ts';
import { failedResult } from '../../core/kinds/results.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import { type Outcome, spendingOf, type StepError } from '../../core/results.ts';
import { toldOutcome } from '../../core/tools.ts';
import { beginningOf } from '../../core/unicode.ts';
import { remaining } from '../runtime/deadlines.ts';
import { runAsChild } from '../runtime/child-step.ts';
import { offload } from '../runtime/offload.ts';
import { jsonOf } from '../runtime/read-reply.ts';
import { asStepError, startBlocker } from '../runtime/step-errors.ts';
import { bound, scopeInside } from '../runtime/step-scope.ts';
import type { AskedTool, AskingTurn, CarriedOut } from './asking-turn.ts';
import { timeToTell } from './time-to-tell.ts';
import { tellCalled, tellEnd, tellHere } from './tool-events.ts';

const read = jsonOf(objectOf({ input: aText([/\S/, 'it is empty']) }));

/** The step that an agent may ask under a name; `undefined`: none. */
export function stepToolNamed({ spec }: AskingTurn, name: string): StepTool | undefined {
  return stepTools(spec).find((tool) => tool.name === name);
}

/**
 * Asks a step as a tool: it runs as a run of its own, and its content is the result. What it has spent
 * counts as its agent's, however the turn ends.
 */
export async function runStepTool(
  turn: AskingTurn,
  tool: StepTool,
  asked: AskedTool,
): Promise<Outcome<CarriedOut>> {
  const { run, scope } = turn;
  const among = turn.steps.toAsk;
  turn.steps.toAsk -= 1;
  const args = read(asked.call.arguments);
  const refusal = args.ok ? refusalOf(turn, tool) : `the arguments are wrong: ${args.reason}`;
  if (!args.ok || refusal !== null) {
    const refused = toldOutcome(`'${tool.name}' was not asked: ${refusal}`, true);
    tellHere(run, scope, asked, refused);
    return { ok: true, value: refused };
  }
  tellCalled(run, scope, asked);
  const result = await runIts(turn, { tool, asked, among, input: args.value.input });
  turn.steps.spent.push(spendingOf(result));
  const ended = endOf(turn, result);
  const outcome = outcomeOf(tool, result);
  tellEnd(run, scope, asked, outcome);
  return ended === undefined ? { ok: true, value: outcome } : { ok: false, error: ended };
}

/** Why a step is not asked; `null`: it is, and one call less is left. */
function refusalOf({ run: { stepCalls } }: AskingTurn, { name }: StepTool): string | null {
  if (stepCalls.depth >= stepToolsDepth)
    return `steps ask one another ${stepToolsDepth} deep at most. Do without '${name}'`;
  if (stepCalls.take()) return null;
  return `the run has made the ${stepToolCalls} calls of steps that it may make, or its share of them. Answer with what you have`;
}

interface Asking {
  tool: StepTool;
  asked: AskedTool;
  /** How many calls of the turn share the calls that are left. */
  among: number;
  input: string;
}

async function runIts(
  { run, scope }: AskingTurn,
  { tool, asked, among, input }: Asking,
): Promise<StepResult> {
  const path = toolElement(asked.number, asked.index, tool.name);
  const { ms } = remaining(scope);
  const inner = scopeInside(bound(scope, ms - timeToTell(ms)), tool.step, { path });
  try {
    const given = await offload(run.host, `${run.execution}/${inner.path}/input`, input);
    const { stepCalls } = run;
    const allowance = stepCalls.lend(among, stepCalls.depth + 1);
    return await runAsChild(run, inner, { step: tool.step, input: given }, allowance);
  } catch (error) {
    return failedResult(tool.step, inner.identity, asStepError(error, run.host, inner));
  }
}

/** Why the agent ends with it: a check has stopped the run, a cancellation, or the end of its own time. */
function endOf({ scope, spec }: AskingTurn, { error }: StepResult): StepError | undefined {
  if (error?.type === Failure.checkStopped) return error;
  const blocker = startBlocker(scope);
  if (blocker !== undefined || error?.type !== Failure.runCancelled) return blocker;
  return { ...error, agentName: spec.name };
}

function outcomeOf({ name }: StepTool, { content, error }: StepResult): CarriedOut {
  if (error === null) return { ...toldOutcome('', false), text: content ?? '' };
  const reason = beginningOf(error.message, 2_000);
  return { ...toldOutcome(`'${name}' failed: ${reason}`, true), lost: reason };
}
