import { TimeoutFailure } from '@temporalio/common';
import { contentHash } from '../../core/content-hash.ts';
import { causes, Failure, findFailure } from '../../core/failures.ts';
import { isMemoryTool } from '../../core/memory-tools.ts';
import type { ToolCall } from '../../core/model-call.ts';
import type { Outcome, StepError } from '../../core/results.ts';
import { noSuchTool, toldOutcome, type ToolPolicy, type ToolRun } from '../../core/tools.ts';
import type { AgentResources } from './resources.ts';
import { withDeadline } from '../runtime/with-deadline.ts';
import type { AskedTool, AskingTurn, CarriedOut } from './asking-turn.ts';
import type { ApprovalGate } from './approval-gate.ts';
import { runMemoryTool } from './memory-tool.ts';
import { runStepTool, stepToolNamed } from './run-step-tool.ts';
import { tellEnd, tellHere, toolRun } from './tool-events.ts';
import { timeToTell } from './time-to-tell.ts';
import { meantTool, policyFor, toolNames } from './offered-tools.ts';
import type { RunContext } from '../runtime/run-context.ts';
import type { StepScope } from '../runtime/step-scope.ts';
import { startBlocker } from '../runtime/step-errors.ts';
import { beginningOf } from '../../core/unicode.ts';

/** What a tool may fail with so that the model is told, and can try something else. */
const tellable: ReadonlySet<unknown> = new Set([
  Failure.toolFailed,
  Failure.toolUnknown,
  Failure.lockTimedOut,
]);

/**
 * Carries out a tool call. What the model or the tool did wrong is an outcome; an error is only what
 * ends the agent: a cancellation, or the end of its time.
 */
export async function runTool(
  turn: AskingTurn,
  given: AskedTool,
  gate: ApprovalGate,
): Promise<Outcome<CarriedOut>> {
  const { run, scope, resources } = turn;
  const why = startBlocker(scope);
  if (why !== undefined) return { ok: false, error: why };
  const asked = asMeant(run, resources, given);
  if (gate.mayHold(asked.call)) {
    const passed = await gate.pass(toolRun(run, scope, asked), asked.call.arguments);
    if (!passed.ok) return passed;
    if (passed.value !== null) {
      tellEnd(run, scope, asked, passed.value); // it was never called
      return { ok: true, value: { ...passed.value, isDenied: true } };
    }
  }
  const by =
    resources.memory && isMemoryTool(asked.call.name) ? remembererOf(run, scope, asked) : null;
  if (by !== null) {
    const kept = await withDeadline(run, scope, (limit) =>
      runMemoryTool(run.host, asked.call, { ...by, limit }),
    );
    if (kept.ok) tellHere(run, scope, asked, kept.value);
    return kept;
  }
  const step = stepToolNamed(turn, asked.call.name);
  if (step !== undefined) return await runStepTool(turn, step, asked);
  const policy = policyFor(resources, asked.call.name);
  if (policy === undefined) {
    const unknown = toldOutcome(unknownTool(asked.call, resources), true);
    tellHere(run, scope, asked, unknown);
    return { ok: true, value: unknown };
  }
  return await runRegistered(turn, asked, policy);
}

async function runRegistered(
  { run, scope }: AskingTurn,
  asked: AskedTool,
  policy: ToolPolicy,
): Promise<Outcome<CarriedOut>> {
  const outcome = await withDeadline(run, scope, async (limit): Promise<CarriedOut> => {
    const ms = timeFor(policy, limit.ms);
    try {
      return await run.host.runTool(fromIts(policy, toolRun(run, scope, asked)), policy, {
        ...limit,
        ms,
      });
    } catch (error) {
      const isUp = Date.now() >= limit.deadline.at - (ms === limit.ms ? clockMs : 0);
      const reason = run.host.isCancellation(error) ? null : reasonFor(error, policy, isUp);
      if (reason === null) throw error;
      const lost = toldOutcome(reason, true);
      tellEnd(run, scope, asked, lost);
      return { ...lost, lost: reason };
    }
  });
  return outcome.ok ? outcome : { ok: false, error: namingTool(outcome.error, asked.call) };
}

/** By which a workflow may notice the end of its time too early. */
const clockMs = 250;

/** A tool has the time of one attempt; further ones only as long as its agent can still be told. */
function timeFor({ timeoutMs }: ToolPolicy, ms: number): number {
  return Math.min(ms, Math.max(timeoutMs + attemptMs, ms - timeToTell(ms)));
}

/** From the end of an attempt's time until that is known. */
const attemptMs = 1_000;

const timeIsUp: ReadonlySet<string> = new Set([Failure.modelTimedOut, Failure.stepTimedOut]);

function namingTool(error: StepError, { name }: ToolCall): StepError {
  if (!timeIsUp.has(error.type)) return error;
  return { ...error, message: `${error.message}; it was waiting for its tool '${name}'` };
}

/** A call of the tool that is meant, where its name is spelled differently. */
function asMeant({ host }: RunContext, resources: AgentResources, asked: AskedTool): AskedTool {
  const { name } = asked.call;
  const meant = meantTool(resources, name);
  // before there was this, nothing was run
  if (meant === name || !host.applies('meant-tools')) return asked;
  return { ...asked, call: { ...asked.call, name: meant } };
}

/** What the worker has to know of a tool that is not its own: it is nowhere but in the history. */
function fromIts({ from, maxAttempts }: ToolPolicy, call: ToolRun): ToolRun {
  return from === undefined ? call : { ...call, from: { ...from, maxAttempts } };
}

/** The user's own agent, and a name for the change that no other tool call has. */
function remembererOf(
  { execution, owner }: RunContext,
  { path, identity }: StepScope,
  asked: AskedTool,
) {
  const { number, index } = asked;
  const { name, arguments: written } = asked.call;
  const id = `${execution}/${path}#${number}.${index}~${contentHash(`${name} ${written}`)}`;
  return owner.user === null
    ? null
    : { user: owner.user, agentName: identity.name, run: owner.run, id };
}

const outcomeUnknown =
  'whether the call was carried out is not known: find out before you ask for it again';

/** What the model is told of a failure; `null`: the agent's own time is up, or it is none of a tool's. */
function reasonFor(error: unknown, { name, from }: ToolPolicy, isTimeUp: boolean): string | null {
  const known = findFailure(error);
  const more = from === undefined ? '' : `; ${outcomeUnknown}`;
  if (known !== undefined) return tellable.has(known.type) ? `${known.message}${more}` : null;
  if (isTimeUp) return null;
  const timedOut = causes(error).some((cause) => cause instanceof TimeoutFailure);
  const reason = timedOut
    ? `tool '${name}' gave no answer: it took too long, or its worker was lost`
    : `tool '${name}' could not be run: its worker failed`;
  return `${reason}${more}`;
}

function unknownTool({ name }: ToolCall, resources: AgentResources): string {
  return beginningOf(noSuchTool(name, toolNames(resources)), 4_000);
}
