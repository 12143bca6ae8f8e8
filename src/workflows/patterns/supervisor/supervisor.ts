import type { Text } from '../../../core/content.ts';
import { toMs } from '../../../core/durations.ts';
import { plannerOf, synthesizerOf } from '../../../core/kinds/default-agents.ts';
import * as plans from '../../../core/kinds/supervisor/plan.ts';
import * as prompts from '../../../core/kinds/supervisor/prompts.ts';
import type { SupervisorResult } from '../../../core/results.ts';
import {
  decide,
  type Review,
  reviewJsonSchema,
  reviewReplySchema,
} from '../../../core/kinds/supervisor/review.ts';
import type { SupervisorSpec } from '../../../core/kinds/supervisor/schema.ts';
import type { Call } from '../../runtime/step-context.ts';
import { fanOut } from '../../runtime/fan-out.ts';
import { jsonOf } from '../../runtime/read-reply.ts';
import { SupervisorRecord } from './supervisor-state.ts';

/**
 * Plan, work in waves, review after each, replan: until a review is satisfied or nothing may follow.
 * Then one answer is made of what the workers found.
 *
 * @see https://arxiv.org/abs/2411.04468 for the ledger of plan and progress
 */
export async function runSupervisor(
  spec: SupervisorSpec,
  question: Text,
  call: Call,
): Promise<SupervisorResult> {
  const work = { spec, question, call, record: new SupervisorRecord(spec, call.made) };
  while (work.record.ending === null) {
    await makePlan(work);
    await carryOut(work);
  }
  return await answer(work);
}

interface Work {
  spec: SupervisorSpec;
  question: Text;
  call: Call;
  record: SupervisorRecord;
}

/** A plan that breaks the rules goes back to the planner with the reasons; so does one that repeats. */
async function makePlan({ spec, question, call, record }: Work): Promise<void> {
  const { plan, review } = record;
  const mode = plan === null ? spec.mode : 'selective';
  const rules = { workers: Object.keys(spec.workers), mode, ...record.taskIds() };
  let onlyRepeats = false;
  const read = jsonOf(plans.planReplySchema, (reply) => {
    const problems = plans.planProblems(reply, rules);
    const repeats = plans.repetitions(reply, record.carriedOut());
    onlyRepeats = problems.length === 0 && repeats.length > 0;
    return [...problems, ...repeats];
  });
  const version = record.plans.length + 1;
  const planner = { ...plannerOf(spec), output: plans.planJsonSchema(rules.workers) };
  const prompt =
    plan === null
      ? prompts.plan(question, spec)
      : prompts.replan(question, spec, record.outcomes(), review);
  const inTime = call.within(toMs(spec.planningTimeout));
  const { result, value } = await inTime.ask(planner, prompt, `plan-${version}`, read);
  record.spend(result);
  if (value !== null) record.planned(plans.planOf(value, version, mode), value.reasoning);
  else record.end(onlyRepeats ? 'repeating' : 'planningFailed', result.error);
}

/** Runs the plan's tasks, wave by wave, until a review ends the work or wants another plan. */
async function carryOut(work: Work): Promise<void> {
  const { spec, record } = work;
  while (record.ending === null) {
    const failures = await runWave(work);
    const tasksLeft = record.nextWave().length > 0;
    const outOfIterations = record.plans.length >= spec.maxIterations;
    const mayReplan = spec.allowReplanning && !outOfIterations;
    const review = tasksLeft || mayReplan ? await reviewWork(work) : null;
    const decision = decide({
      review,
      failures,
      stalls: record.stalls,
      tasksLeft,
      mayReplan,
      outOfIterations: spec.allowReplanning && outOfIterations,
    });
    if (decision.next === 'replan') return;
    if (decision.next === 'finish') record.end(decision.because);
  }
}

/** Runs the tasks that can run now; gives how many failed. */
async function runWave({ spec, question, call, record }: Work): Promise<number> {
  const inTime = call.within(toMs(spec.workerTimeout));
  const wave = record.nextWave();
  const version = record.plans.length;
  await fanOut(wave, spec.maxWorkersPerStep, async (task) => {
    const worker = spec.workers[task.workerName];
    if (worker === undefined) throw new RangeError(`no worker ${task.workerName}`); // the plan's rules do not let this happen
    const prompt = prompts.task(question, task, record.resultsOf(task.dependsOn));
    record.worked(
      task,
      await inTime.step(worker, prompt, `${version}-${task.id}-${task.workerName}`),
    );
  });
  return wave.filter(({ id }) => !record.succeeded(id)).length;
}

async function reviewWork({ spec, question, call, record }: Work): Promise<Review | null> {
  if (record.ending !== null || record.plan === null) return null;
  const reviewer = { ...plannerOf(spec), output: reviewJsonSchema };
  const prompt = prompts.review(question, record.plan, record.outcomes());
  const inTime = call.within(toMs(spec.planningTimeout));
  const read = jsonOf(reviewReplySchema);
  const { result, value } = await inTime.ask(reviewer, prompt, record.nextReview(), read);
  record.spend(result);
  record.reviewed(value, result.error);
  return value;
}

async function answer({ spec, question, call, record }: Work): Promise<SupervisorResult> {
  const shortfall = record.shortfall();
  if (shortfall !== null) return record.result(shortfall);
  const prompt = prompts.synthesize(question, record.outcomes());
  const inTime = call.within(toMs(spec.synthesisTimeout));
  const result = await inTime.step(synthesizerOf(spec), prompt, 'synthesis');
  record.spend(result);
  return record.result(result.error ?? result.content ?? '');
}
