import type { Text } from '../core/content.ts';
import { replyText, spendingOfReply, withSpending } from '../core/make-results.ts';
import type { ModelReply } from '../core/model-call.ts';
import { noteTaker, summarise } from '../core/prompts/thread.ts';
import type { AgentResult, Outcome } from '../core/results.ts';
import type { AgentSpec } from '../core/specs/agent.ts';
import { summaryStep, type SummaryWork, type ThreadWindow } from '../core/thread-window.ts';
import { addSpending } from '../core/usage.ts';
import { askModel } from './ask-model.ts';
import { limitAt, sooner } from './deadlines.ts';
import type { ThreadRequest } from './host.ts';
import { asStepError, type Place, type RunFrame } from './place.ts';

/** A step's thread, and the calls that summed its beginning up. */
export interface StepThread {
  window: ThreadWindow;
  replies: ModelReply[];
}

/**
 * Fixes what a step sees of its thread, before its first call. Where the summary of what is left
 * out can not be had, the prompt only says how much is left out.
 */
export async function openThread(
  run: RunFrame,
  place: Place,
  spec: AgentSpec,
): Promise<Outcome<StepThread | null>> {
  if (spec.thread === null) return { ok: true, value: null };
  const request = requestOf(run, place, spec, spec.thread);
  try {
    const { window, work } = await run.host.openThread(request);
    if (work === null) return { ok: true, value: { window, replies: [] } };
    const replies: ModelReply[] = [];
    const notes = { run, place: summaryPlace(place), spec, request, replies };
    return { ok: true, value: { window: await sumUp(notes, window, work), replies } };
  } catch (error) {
    return { ok: false, error: asStepError(error, run.host, place) };
  }
}

function requestOf(run: RunFrame, place: Place, spec: AgentSpec, name: string): ThreadRequest {
  const { threadTokens, threadOverflow, provider, model } = spec;
  return {
    name,
    tokens: threadTokens,
    overflow: threadOverflow,
    provider,
    model,
    step: `${run.execution}/${place.path}`,
    run: run.owner.run,
  };
}

/** The calls of a summary have a path of their own, and half of the step's time at most. */
function summaryPlace(place: Place): Place {
  const path = place.path === '' ? summaryStep : `${place.path}/${summaryStep}`;
  const id = `${place.made.id}/${summaryStep}`;
  const made = { name: noteTaker.name, id, startedAt: Date.now() };
  return {
    ...place,
    made,
    path,
    deadline: sooner({ ...place, made }, Math.floor(limitAt(place).ms / 2)),
  };
}

interface Notes {
  run: RunFrame;
  place: Place;
  spec: AgentSpec;
  request: ThreadRequest;
  /** Filled as the calls are answered: what was paid for counts, whatever comes after. */
  replies: ModelReply[];
}

/** The window with the summary of as much as could be summed up. */
async function sumUp(
  notes: Notes,
  window: ThreadWindow,
  { previous, parts }: SummaryWork,
): Promise<ThreadWindow> {
  const { run, place, request, replies } = notes;
  const spec = noteTakerOf(notes.spec);
  let summed = window;
  let soFar = previous;
  for (const [index, { text, upTo }] of parts.entries()) {
    const prompt = summarise(soFar, text, wordsOf(request.tokens));
    const question = { spec, messages: [{ role: 'user' as const, text: prompt }] };
    const frame = { ...run, context: null };
    const asked = await askModel(frame, place, { ...question, number: index + 1 });
    if (!asked.ok) break;
    replies.push(asked.value);
    if (asked.value.problem !== null) break;
    soFar = replyText(asked.value);
    if (upTo === null) continue;
    const kept = await keptSummary(run, { ...request, upTo, summary: asked.value.message });
    if (kept === null) break;
    soFar = kept;
    summed = { ...summed, summarised: upTo, summary: soFar };
  }
  return summed;
}

/** `null`: it could not be kept; what was paid for it counts all the same. */
async function keptSummary(
  { host }: RunFrame,
  kept: Parameters<RunFrame['host']['keepSummary']>[0],
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

/** A result that says how much of its thread the agent has seen, with what the summary has cost. */
export function withThread(result: AgentResult, { window, replies }: StepThread): AgentResult {
  const { name, from, upTo, omitted, summarised } = window;
  const spent = withSpending(result, addSpending(replies.map(spendingOfReply)));
  const messages = Math.max(0, upTo - from + 1);
  return { ...spent, thread: { name, messages, omitted, summarised } };
}
