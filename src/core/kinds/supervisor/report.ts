import { countOf, excerpt } from '../../amounts.ts';
import type { Report } from '../../report.ts';
import type { Plan } from './plan.ts';
import type { Ending } from './review.ts';
import type { SupervisorResult } from './types.ts';

const reasons: Record<Ending, string> = {
  notSplit: 'the request was not worth splitting',
  satisfied: 'the review was satisfied',
  planDone: 'the plan was carried out',
  maxIterations: 'no more plans were allowed (maxIterations)',
  stalled: 'the work no longer made progress',
  repeating: 'the planner had nothing new to ask for',
  planningFailed: 'the planner gave no plan that works',
  cancelled: 'the run was cancelled',
};

/** The last plan, why the work ended, and a line for each task, in the order they ended. */
export function report(result: SupervisorResult<string>): Report {
  const { plan, iterations, endedBecause, workerResults } = result;
  const refused = refusedLines(result);
  const why = endedBecause === 'notSplit' ? (plan?.split?.reason ?? '').trim() : '';
  const because = `${reasons[endedBecause]}${why === '' ? '' : ` (${excerpt(why, 120)})`}`;
  const ended = `Ended after ${countOf(iterations, 'plan')}: ${because}.`;
  return {
    blocks: [...(plan === null ? [] : planBlocks(plan)), { lines: [ended, ...refused] }],
    parts: workerResults.map(({ workerName, taskId, content, error, durationMs, cost }) => ({
      name: `${workerName} (${taskId})`,
      content,
      error,
      durationMs,
      cost,
    })),
  };
}

/** Results that a verifier did not accept in the end, and why. */
function refusedLines({ workerResults, verifications }: SupervisorResult<string>): string[] {
  return workerResults
    .filter(({ verified }) => verified === false)
    .map(({ taskId, workerName }) => {
      const last = verifications.findLast((each) => each.taskId === taskId);
      return `Not verified: ${taskId} of ${workerName}${last?.reason ? `: ${excerpt(last.reason, 120)}` : ''}`;
    });
}

function planBlocks({ version, tasks }: Plan): Report['blocks'] {
  const rows = tasks.map(({ id, workerName, task, dependsOn }) => [
    `  ${id}`,
    workerName,
    excerpt(task, 72),
    dependsOn.length === 0 ? '' : `after ${dependsOn.join(', ')}`,
  ]);
  return [{ lines: [`Plan ${version}`] }, { rows }];
}
