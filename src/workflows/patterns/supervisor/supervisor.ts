import type { Text } from '../../../core/content.ts';
import { plannerOf, synthesizerOf } from '../../../core/kinds/supervisor/agents.ts';
import {
  planElement,
  reviewElement,
  synthesisElement,
} from '../../../core/kinds/supervisor/paths.ts';
import * as plans from '../../../core/kinds/supervisor/plan.ts';
import * as prompts from '../../../core/kinds/supervisor/prompts.ts';
import {
  decide,
  type Review,
  reviewJsonSchema,
  reviewReplyForm,
} from '../../../core/kinds/supervisor/review.ts';
import type { SupervisorResult, SupervisorSpec } from '../../../core/kinds/supervisor/types.ts';
import { typedPlanForm, typedPlanSchema } from '../../../core/kinds/supervisor/typed-plan.ts';
import { jsonOf } from '../../runtime/read-reply.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import { checkedPattern, workflowOf } from '../../workflow-of.ts';
import { resultOf, shortfall } from './supervisor-result.ts';
import * as states from './supervisor-state.ts';
import { runTasks } from './supervisor-tasks.ts';
import { isDoneUnsplit, loneAnswer } from './supervisor-unsplit.ts';
import { noteFailure, type Work } from './supervisor-work.ts';

/**
 * Plan, work in waves, review after each, replan: until a review is satisfied or nothing may follow.
 * Then one answer is made of what the workers found. What is not worth splitting one worker answers.
 *
 * @see https://arxiv.org/abs/2411.04468 for the ledger of plan and progress
 */
async function supervise(
  spec: SupervisorSpec,
  question: Text,
  ctx: StepContext,
  resumed?: object,
): Promise<SupervisorResult> {
  const state = { ...states.newState(), ...resumed };
  const work = { spec, question, ctx, state };
  while (state.ending === null) {
    if (state.needsPlan) await makePlan(work);
    if (state.ending === null) await takeWave(work);
    if (state.ending === null) await ctx.checkpoint(state, { since: 'supervisor-checkpoint' });
  }
  return await answer(work);
}

/** A plan that breaks the rules goes back to the planner with the reasons; so does one that repeats. */
async function makePlan(work: Work): Promise<void> {
  const { spec, question, ctx, state } = work;
  const before = states.currentPlan(state);
  const mode = before === null ? spec.mode : 'selective';
  const rules = { workers: Object.keys(spec.workers), mode, ...states.taskIds(state) };
  let onlyRepeats = false;
  const { form, schema } = formOfPlans(spec, rules);
  const read = jsonOf(form, (reply) => {
    const problems = plans.planProblems(reply, rules);
    const repeats = plans.repetitions(reply, states.carriedOut(state));
    onlyRepeats = problems.length === 0 && repeats.length > 0;
    return [...problems, ...repeats];
  });
  const version = state.plans.length + 1;
  const planner = { ...plannerOf(spec), output: schema };
  const prompt =
    before === null
      ? prompts.plan(question, spec)
      : prompts.replan(question, spec, states.outcomesOf(state), state.review);
  const options = { path: planElement(version), timeout: spec.planningTimeout, read };
  const { result, value } = await ctx.ask(planner, prompt, options);
  states.spend(state, result);
  state.needsPlan = false;
  if (value !== null) {
    const plan = plans.planOf(value, version, mode);
    states.addPlan(state, plan, value.reasoning);
    ctx.tell({ type: 'plan.made', plan });
    return;
  }
  states.end(state, onlyRepeats ? 'repeating' : 'planningFailed', result.error);
  // Without any plan there is no work that goes on: the run fails with the reason.
  if (before !== null && !onlyRepeats) noteFailure(work, result, `plan ${version}`);
}

/** A spec from before tasks were typed goes on with plain ones. */
function formOfPlans({ tasks = 'plain' }: SupervisorSpec, rules: plans.PlanRules) {
  const { workers, mode } = rules;
  if (tasks === 'typed')
    return { form: typedPlanForm(rules), schema: typedPlanSchema(workers, mode) };
  const form = plans.withMeantWorkers(plans.planReplyForm, workers);
  return { form, schema: plans.planJsonSchema(workers) };
}

/** Runs the tasks that can run now, and has a review say whether to go on, plan anew, or end. */
async function takeWave(work: Work): Promise<void> {
  const { spec, state } = work;
  const failures = await runTasks(work);
  if (isDoneUnsplit(work)) return states.end(state, 'notSplit');
  const tasksLeft = states.waveOf(state, spec.maxWorkersPerStep).length > 0;
  const outOfIterations = state.plans.length >= spec.maxIterations;
  const mayReplan = spec.allowReplanning && !outOfIterations;
  const review = tasksLeft || mayReplan ? await reviewWork(work) : null;
  const decision = decide({
    review,
    failures,
    stalls: state.stalls,
    tasksLeft,
    mayReplan,
    outOfIterations: spec.allowReplanning && outOfIterations,
  });
  if (decision.next === 'replan') state.needsPlan = true;
  if (decision.next === 'finish') states.end(state, decision.because);
}

async function reviewWork(work: Work): Promise<Review | null> {
  const { spec, question, ctx, state } = work;
  const plan = states.currentPlan(state);
  if (state.ending !== null || plan === null) return null;
  const reviewer = { ...plannerOf(spec), output: reviewJsonSchema };
  const prompt = prompts.review(question, plan, states.outcomesOf(state));
  state.reviewsAsked += 1;
  const { result, value } = await ctx.ask(reviewer, prompt, {
    path: reviewElement(state.reviewsAsked),
    timeout: spec.planningTimeout,
    read: jsonOf(reviewReplyForm),
  });
  states.spend(state, result);
  noteFailure(work, result, `review ${state.reviewsAsked}`);
  states.addReview(state, value, result.error);
  if (value !== null) ctx.tell({ type: 'review.made', review: value });
  return value;
}

async function answer(work: Work): Promise<SupervisorResult> {
  const { spec, question, ctx, state } = work;
  const ended = shortfall(state, spec) ?? loneAnswer(work);
  if (ended !== null) return resultOf(state, spec, ctx.identity, ended);
  const prompt = prompts.synthesize(question, states.outcomesOf(state));
  const options = { path: synthesisElement, timeout: spec.synthesisTimeout };
  const result = await ctx.step(synthesizerOf(spec), prompt, options);
  states.spend(state, result);
  return resultOf(state, spec, ctx.identity, result.error ?? result.content ?? '');
}

/** The workflow of a supervisor. */
export const supervisor = workflowOf('supervisor', supervise);

/** Runs a supervisor in a user's own workflow. */
export const runSupervisor = checkedPattern('supervisor', supervise);
