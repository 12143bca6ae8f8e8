import { taskElement } from '../../../core/kinds/supervisor/paths.ts';
import type { PlanTask } from '../../../core/kinds/supervisor/plan.ts';
import { taskAgain, taskPrompt, wholePrompt } from '../../../core/kinds/supervisor/task-prompts.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
import { fanOut } from '../../runtime/fan-out.ts';
import * as states from './supervisor-state.ts';
import { loneTask, workerFor } from './supervisor-unsplit.ts';
import { addAgain, type RefusedTask } from './supervisor-verdicts.ts';
import { verifyWave } from './supervisor-verify.ts';
import { noteFailure, type Work } from './supervisor-work.ts';

/** Runs a wave, and has what came of it verified. Gives how many of the tasks failed. */
export async function runTasks(work: Work): Promise<number> {
  const { spec, state } = work;
  const wave = states.waveOf(state, spec.maxWorkersPerStep);
  const version = state.plans.length;
  await giveTasks(work, wave, (task, result) => {
    states.addDone(state, task, result);
    noteFailure(work, result, `task ${task.id} of '${task.workerName}' (plan ${version})`);
  });
  await verifyWave(work, wave, async (refused) => await doAgain(work, refused));
  const { available } = states.taskIds(state);
  return wave.filter(({ id }) => !available.includes(id)).length;
}

/** Tasks once more, each by the same worker. A worker who fails now leaves the earlier result as it was. */
async function doAgain(work: Work, refused: readonly RefusedTask[]): Promise<void> {
  const version = work.state.plans.length;
  const of = ({ id }: PlanTask) => refused.find(({ task }) => task.id === id);
  const done = (task: PlanTask, result: StepResult) => {
    addAgain(work.state, task, result);
    const what = `attempt ${of(task)?.attempt} at task ${task.id} of '${task.workerName}'`;
    noteFailure(work, result, `${what} (plan ${version})`);
  };
  await giveTasks(
    work,
    refused.map(({ task }) => task),
    done,
    of,
  );
}

/** Gives tasks to their workers, and tells of each as it ends. */
async function giveTasks(
  work: Work,
  tasks: readonly PlanTask[],
  done: (task: PlanTask, result: StepResult) => void,
  again: (task: PlanTask) => RefusedTask | undefined = () => undefined,
): Promise<void> {
  const { spec, question, ctx, state } = work;
  const version = state.plans.length;
  const isAlone = loneTask(work) !== null;
  await ctx.scope({ timeout: spec.workerTimeout }, (inside) =>
    fanOut(tasks, spec.maxWorkersPerStep, async (task) => {
      const worker = workerFor(work, task);
      if (worker === undefined) throw new RangeError(`no worker ${task.workerName}`); // the plan's rules do not let this happen
      const before = again(task);
      const needs = states.answersTo(state, task.dependsOn);
      const asked = isAlone ? wholePrompt(question, task) : taskPrompt(question, task, needs);
      const prompt = before === undefined ? asked : taskAgain(asked, before.content, before.reason);
      const path = taskElement(version, task, before?.attempt);
      done(task, await inside.step(worker, prompt, { path }));
    }),
  );
}
