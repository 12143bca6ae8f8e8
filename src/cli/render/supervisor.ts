import type { StepResult } from '../../core/results.ts';
import type { Ending } from '../../core/kinds/supervisor/review.ts';
import { showCost, showDuration } from './amounts.ts';
import { excerpt, table } from './table.ts';

type Supervised = Extract<StepResult<string>, { kind: 'supervisor' }>;

const reasons: Record<Ending, string> = {
  satisfied: 'the review was satisfied',
  planDone: 'the plan was carried out',
  maxIterations: 'no more plans were allowed (maxIterations)',
  stalled: 'the work made no progress any more',
  repeating: 'the planner had nothing new to ask for',
  planningFailed: 'the planner gave no plan that works',
  cancelled: 'the run was cancelled',
};

/** The last plan, and why the work ended. */
export function supervisorText({ plan, iterations, endedBecause }: Supervised): string {
  const plans = `${iterations} ${iterations === 1 ? 'plan' : 'plans'}`;
  return [
    ...(plan === null ? [] : [`Plan ${plan.version}`, ...taskLines(plan.tasks)]),
    `Ended after ${plans}: ${reasons[endedBecause]}.`,
  ].join('\n');
}

function taskLines(tasks: NonNullable<Supervised['plan']>['tasks']): string[] {
  const rows = tasks.map(({ id, workerName, task, dependsOn }) => [
    `  ${id}`,
    workerName,
    excerpt(task, 72),
    dependsOn.length === 0 ? '' : `after ${dependsOn.join(', ')}`,
  ]);
  return [table(rows)];
}

/** A row for each task, in the order they ended. */
export function workerRows({ workerResults }: Supervised): string[][] {
  return workerResults.map(({ workerName, taskId, content, error, durationMs, cost }) => [
    `${workerName} (${taskId})`,
    error === null ? excerpt(content ?? '') : excerpt(`${error.type}: ${error.message}`),
    showDuration(durationMs),
    showCost(cost),
  ]);
}
