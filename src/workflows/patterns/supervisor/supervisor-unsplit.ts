import type { Text } from '../../../core/content.ts';
import { stepSpeakingIn } from '../../../core/kinds/speaking-in.ts';
import type { Step } from '../../../core/kinds/step.ts';
import { synthesizerOf } from '../../../core/kinds/supervisor/agents.ts';
import type { PlanTask } from '../../../core/kinds/supervisor/plan.ts';
import { synthesizerRole } from '../../../core/kinds/supervisor/roles.ts';
import type { SupervisorSpec } from '../../../core/kinds/supervisor/types.ts';
import { shortfall } from './supervisor-result.ts';
import { currentPlan, type DoneTask } from './supervisor-state.ts';
import type { Work } from './supervisor-work.ts';

/** The task of a request that was not worth splitting; `null`: it was, or there are results besides. */
export function loneTask({ spec, state }: Work): PlanTask | null {
  const plan = currentPlan(state);
  if (spec.mode !== 'selective' || plan?.split?.worthIt !== false) return null;
  const [task = null] = plan.tasks;
  const others = state.done.filter(({ task: { id }, result }) => id !== task?.id && result.success);
  return others.length === 0 ? task : null;
}

/** Who does a task: as it is, or so that what it says can be the answer. */
export function workerFor(work: Work, task: PlanTask): Step | undefined {
  const { spec } = work;
  const answering = loneTask(work) === null ? null : answeringWorker(spec, task);
  return answering ?? spec.workers[task.workerName];
}

/** Whether the one task there is has been done so that nothing is left to review. */
export function isDoneUnsplit(work: Work): boolean {
  const { spec, state } = work;
  const { result } = loneDone(work) ?? {};
  const isGood = result?.success === true && result.verified !== false;
  return isGood && shortfall(state, spec) === null;
}

/** The answer of the one worker who had the request; `null`: it is made by the synthesizer. */
export function loneAnswer(work: Work): Text | null {
  const { spec, state } = work;
  const lone = state.ending === 'notSplit' ? loneDone(work) : undefined;
  if (lone === undefined || answeringWorker(spec, lone.task) === null) return null;
  return lone.result.content;
}

function loneDone(work: Work): DoneTask | undefined {
  const task = loneTask(work);
  return task === null ? undefined : work.state.done.find((done) => done.task.id === task.id);
}

/**
 * The worker whose words are the answer, in the form that this is to have. `null`: it cannot say it in
 * that form, or the spec names somebody who writes the answer.
 */
function answeringWorker(spec: SupervisorSpec, { workerName }: PlanTask): Step | null {
  const worker = spec.workers[workerName];
  if (worker === undefined || isNamed(spec)) return null;
  return stepSpeakingIn(worker, synthesizerOf(spec).output);
}

/** The one that is made is in the spec too where it speaks in the form of the supervisor's `output`. */
function isNamed({ synthesizer }: SupervisorSpec): boolean {
  return synthesizer !== null && synthesizer.instructions !== synthesizerRole.instructions;
}
