import type { Text } from '../../core/content.ts';
import { noteTaker, summarise } from '../../core/prompts/thread.ts';
import { replyText, spendingOfReply } from '../../core/reply.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import { summaryStep, type SummaryWork, type ThreadWindow } from '../../core/thread-window.ts';
import { addSpending, nothingSpent } from '../../core/usage.ts';
import { askModel } from './ask-model.ts';
import type { OpenTeamThread } from '../runtime/agent-task.ts';
import { withSeenThread } from '../runtime/seen-thread.ts';
import type { TypedReply } from '../runtime/step-context.ts';
import { remaining } from '../runtime/deadlines.ts';
import type { AgentResources, StepThread } from './resources.ts';
import type { ThreadRequest } from '../runtime/activities.ts';
import type { Limit } from '../runtime/host.ts';
import type { RunContext } from '../runtime/run-context.ts';
import { bound, pathInRun, scopeInside, type StepScope } from '../runtime/step-scope.ts';

/**
 * Fixes what a step sees of its thread, before its first call. Where the summary of what is left
 * out is not there, the prompt only says how much is left out.
 */
export async function openThread(
  run: RunContext,
  scope: StepScope,
  spec: AgentSpec,
  limit: Limit,
): Promise<StepThread | null> {
  if (spec.thread === null) return null;
  const request = requestOf(run, scope, spec, spec.thread);
  const { window, work } = await run.host.openThread(request, limit);
  if (work === null) return { window, spent: nothingSpent };
  return await sumUp({ run, scope: summaryScope(scope), spec, request }, window, work);
}

/** The same for a pattern, whose agents read what it sees as background. */
export const openTeamThread: OpenTeamThread = async (run, scope, { reader, thread }, limit) => {
  const request = { ...requestOf(run, scope, reader, thread), written: true };
  const { window, work, written = '' } = await run.host.openThread(request, limit);
  if (work === null) return { window, spent: nothingSpent, written };
  const summing = { run, scope: summaryScope(scope), spec: reader, request };
  return { ...(await sumUp(summing, window, work)), written };
};

function requestOf(
  run: RunContext,
  scope: StepScope,
  spec: AgentSpec,
  name: string,
): ThreadRequest {
  const { threadTokens, threadOverflow, provider, model } = spec;
  return {
    name,
    tokens: threadTokens,
    overflow: threadOverflow,
    provider,
    model,
    step: `${run.execution}/${scope.path}`,
    run: run.owner.run,
  };
}

/** The calls of a summary have a path of their own, and half of the step's time at most. */
function summaryScope(scope: StepScope): StepScope {
  const inner = scopeInside(scope, noteTaker, { path: summaryStep });
  return bound(inner, Math.floor(remaining(scope).ms / 2));
}

interface Notes {
  run: RunContext;
  scope: StepScope;
  spec: AgentSpec;
  request: ThreadRequest;
}

/** Who takes notes has no more than its prompt. */
const bare: AgentResources = { tools: null, memory: false, user: '', thread: null };

/** The window with the summary of as much as could be summed up; what was paid for counts in any case. */
async function sumUp(
  { run, scope, spec, request }: Notes,
  window: ThreadWindow,
  { previous, parts }: SummaryWork,
): Promise<StepThread> {
  const frame = { ...run, context: null };
  const noteTaking = { spec: noteTakerOf(spec), resources: bare, after: null, needsContent: false };
  let summed = { window, spent: nothingSpent };
  let soFar = previous;
  for (const [index, { text, upTo }] of parts.entries()) {
    const prompt = summarise(soFar, text, wordsOf(request.tokens));
    const messages = [{ role: 'user' as const, text: prompt }];
    const asked = await askModel(frame, scope, { ...noteTaking, messages, number: index + 1 });
    if (!asked.ok) break;
    summed = {
      ...summed,
      spent: addSpending([summed.spent, spendingOfReply(asked.value, pathInRun(scope, run))]),
    };
    if (asked.value.problem !== null) break;
    soFar = replyText(asked.value);
    if (upTo === null) continue;
    const kept = await keptSummary(run, { ...request, upTo, summary: asked.value.message });
    if (kept === null) break;
    soFar = kept;
    summed = { ...summed, window: { ...summed.window, summarised: upTo, summary: soFar } };
  }
  return summed;
}

/** `null`: it could not be kept; what was paid for it counts all the same. */
async function keptSummary(
  { host }: RunContext,
  kept: Parameters<RunContext['host']['keepSummary']>[0],
): Promise<Text | null> {
  try {
    return await host.keepSummary(kept);
  } catch {
    return null;
  }
}

/** The agent's own model, with instructions of its own and room for the notes. */
function noteTakerOf(spec: AgentSpec): AgentSpec {
  const maxOutputTokens = Math.max(spec.maxOutputTokens, 4096);
  return { ...spec, ...noteTaker, maxOutputTokens, tools: [], output: null, thread: null };
}

/** About an eighth of the budget. */
function wordsOf(tokens: number): number {
  return Math.min(1_000, Math.max(30, Math.round(tokens / 12)));
}

/** An answer that says how much of its thread the agent has seen, with what the summary has cost. */
export function withThread<T>(asked: TypedReply<T>, thread: StepThread | null): TypedReply<T> {
  return thread === null ? asked : { ...asked, result: withSeenThread(asked.result, thread) };
}
