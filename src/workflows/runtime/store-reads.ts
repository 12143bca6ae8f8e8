import { type ActivityOptions, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ThreadReadActivities } from '../../activities/ask-threads.ts';
import type { LockActivities } from '../../activities/list-locks.ts';
import type { CostActivities } from '../../activities/run-costs.ts';
import type { TurnActivities, TurnsPart, TurnsWanted } from '../../activities/run-turns.ts';
import type { LockListing } from '../../core/locks.ts';
import type { ThreadQuestion } from '../../core/thread-reads.ts';
import { store } from './activity-options.ts';

const activities = proxyActivities<
  LockActivities & CostActivities & TurnActivities & ThreadReadActivities
>(store);

/** What is read of the store for others, who cannot reach it themselves. */
export const storeReads = {
  /** What runs have cost so far. */
  readCosts: (runs: string[]): Promise<[string, number | null][]> =>
    activities.readCosts.executeWithOptions(options(), [{ runs }]),

  /** A piece of what the ledger has of the turns of a run. */
  readTurns: (wanted: TurnsWanted & { from: number }): Promise<TurnsPart> =>
    activities.readTurns.executeWithOptions(options(), [wanted]),

  askThreads: (question: ThreadQuestion): Promise<unknown> =>
    activities.askThreads.executeWithOptions(options(), [question]),

  listLocks: (): Promise<LockListing> => activities.listLocks.executeWithOptions(options(), []),
};

/** The workflow's own queue: its worker has the store. */
function options(): ActivityOptions {
  return { ...store, taskQueue: workflowInfo().taskQueue };
}
