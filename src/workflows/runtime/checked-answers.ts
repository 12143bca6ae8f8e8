import { type ActivityOptions, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { CheckedAnswerActivities } from '../../activities/checked-answers.ts';
import * as webUi from '../../core/web-ui/summaries.ts';
import { asLimit, store } from './activity-options.ts';

const activities = proxyActivities<CheckedAnswerActivities>(store);

type Answer = Parameters<CheckedAnswerActivities['outputProblem']>[0];

/** What an answer takes that is checked before it counts. */
export const checkedAnswers = {
  /** Why a rewritten answer is not of its agent's output schema; `null`: it is. */
  outputProblem: (answer: Answer, { ms }: { ms: number }): Promise<string | null> =>
    activities.outputProblem.executeWithOptions(optionsOf(ms, webUi.checkingOutput), [answer]),
};

/** The workflow's own queue: its worker has the store. */
function optionsOf(ms: number, summary: string): ActivityOptions {
  const { taskQueue } = workflowInfo();
  return { ...store, taskQueue, scheduleToCloseTimeout: asLimit(ms), summary };
}
