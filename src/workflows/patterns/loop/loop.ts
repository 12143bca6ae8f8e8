import type { Text } from '../../../core/content.ts';
import { Failure } from '../../../core/failures.ts';
import { judgeElement, passElement } from '../../../core/kinds/loop/paths.ts';
import { notJudged } from '../../../core/kinds/loop/prompts.ts';
import type { LoopPass, LoopResult, LoopSpec } from '../../../core/kinds/loop/types.ts';
import type { GivenVerdict } from '../../../core/kinds/loop/verdict.ts';
import { type ResultBase, spendingOf, type StepError } from '../../../core/results.ts';
import { joinPath } from '../../../core/step-path.ts';
import { addSpending } from '../../../core/usage.ts';
import { failedPart } from '../../runtime/failed-part.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import { checkedPattern, workflowOf } from '../../workflow-of.ts';
import { feedbackOn, judgePass } from './judge-pass.ts';
import { resultOf } from './loop-result.ts';
import {
  earlierAlike,
  keep,
  type LoopContext,
  type LoopState,
  newLoop,
  spend,
} from './loop-state.ts';

/** Passes in a row that may not be judged: the next would only be a guess as well. */
const unjudgedAtMost = 1;

/**
 * A step again and again: what was found about a pass goes into the next, until one is good enough, or
 * nothing new comes of it.
 *
 * @see https://arxiv.org/abs/2303.17651 for feedback and refinement in turn
 */
async function repeat(
  spec: LoopSpec,
  input: Text,
  ctx: StepContext,
  resumed?: object,
): Promise<LoopResult> {
  const state: LoopState = { ...newLoop(), ...resumed };
  while (state.ending === null) {
    await ctx.scope({ timeout: spec.timeout, until: state.until }, async (inside) => {
      state.until = inside.deadline;
      await takePass({ spec, input, ctx: inside, state });
    });
    if (state.ending === null) await ctx.checkpoint(state);
  }
  return resultOf(state, spec, ctx.identity);
}

async function takePass(work: LoopContext): Promise<void> {
  const { spec, ctx, state } = work;
  const number = state.passes.length + 1;
  const blocker = number === 1 ? null : ctx.blocker();
  if (blocker !== null) return end(work, blocker);
  const path = passElement(number, spec.step);
  const result = await ctx.step(spec.step, await inputOf(work, number), { path });
  const { error } = result;
  const content =
    result.content === null ? null : await keep(work, result.content, `content-${number}`);
  state.passes.push({ content, judged: null, feedback: null, cost: 0, error });
  spend(state, spendingOf(result));
  if (error !== null) {
    noteFailure(work, result, `pass ${number}`);
    return end(work, error);
  }
  await settle(work, content ?? '', number);
  if (state.ending === null && number >= spec.maxIterations) state.ending = 'maxIterations';
}

/** The first pass gets the input as it is, each other one what was found about the one before it. */
async function inputOf({ spec, input, ctx, state }: LoopContext, number: number): Promise<Text> {
  const before = state.passes.at(-1);
  if (before === undefined) return input;
  const texts = { input, content: before.content ?? '', feedback: before.feedback ?? '' };
  return await ctx.render(spec.feedback, texts, `input-${number}`);
}

/** Decides about a pass that has made something; the same text is not judged twice. */
async function settle(work: LoopContext, content: Text, number: number): Promise<void> {
  const { state } = work;
  const pass = state.passes.at(-1);
  const earlier = await earlierAlike(work);
  if (pass === undefined) return;
  if (earlier !== undefined && earlier.judged !== null) {
    Object.assign(pass, { judged: earlier.judged, feedback: earlier.feedback });
    tellVerdict(work, pass, number);
    state.ending = 'repeating';
    return;
  }
  const verdict = await judgePass(work, content, number);
  if (verdict.ok) await takeVerdict(work, pass, verdict.value);
  else missVerdict(work, pass, verdict.error);
  if (earlier !== undefined) state.ending ??= 'repeating';
}

async function takeVerdict(work: LoopContext, pass: LoopPass, given: GivenVerdict): Promise<void> {
  const { spec, state } = work;
  const number = state.passes.length;
  const { passed, score } = given;
  const store = (text: string) => keep(work, text, `feedback-${number}`);
  const feedback = given.feedback?.trim() ? await store(given.feedback) : null;
  state.unjudged = 0;
  pass.judged = { passed, score, feedback };
  if (!passed) pass.feedback = feedback ?? (await store(feedbackOn(spec.until)));
  tellVerdict(work, pass, number);
  if (passed) state.ending = 'satisfied';
}

function tellVerdict({ ctx }: LoopContext, { judged }: LoopPass, number: number): void {
  if (judged !== null) ctx.tell({ type: 'pass.judged', pass: number, ...judged });
}

/** A pass that could not be judged is followed by another one; two in a row end the loop. */
function missVerdict(work: LoopContext, pass: LoopPass, error: StepError): void {
  const { ctx, state } = work;
  const number = state.passes.length;
  const id = joinPath(ctx.identity.id, judgeElement(number));
  noteFailure(work, { id, error }, `the judging of pass ${number}`);
  pass.feedback = notJudged;
  state.unjudged += 1;
  const isOver = error.type === Failure.runCancelled || isTimeUp(work, error);
  if (isOver || state.unjudged > unjudgedAtMost) end(work, error);
}

function noteFailure(
  { ctx, state }: LoopContext,
  part: Pick<ResultBase, 'id' | 'error'>,
  what: string,
): void {
  state.spent = addSpending([state.spent, failedPart(ctx, part, what)]);
}

/** Ends the loop with something that has gone wrong; what is finished is kept. */
function end(work: LoopContext, error: StepError): void {
  const { state } = work;
  const late = isTimeUp(work, error) ? 'timedOut' : 'failed';
  state.ending = error.type === Failure.runCancelled ? 'cancelled' : late;
  state.error = error;
}

/** By which the clock of a workflow may be behind that of the server that has ended a step in it. */
const clocksDifferMs = 1_000;

/** Whether the time of the loop is up, and not only that of a step inside it. */
function isTimeUp({ ctx }: LoopContext, { type }: StepError): boolean {
  if (type !== Failure.stepTimedOut && type !== Failure.modelTimedOut) return false;
  return ctx.deadline !== null && ctx.deadline.at - Date.now() < clocksDifferMs;
}

/** The workflow of a loop. */
export const loop = workflowOf('loop', repeat);

/** Runs a loop in a user's own workflow. */
export const runLoop = checkedPattern('loop', repeat);
