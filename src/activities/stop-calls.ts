import { activityInfo } from '@temporalio/activity';
import type { Store } from './store/open-store.ts';

export interface StopActivities {
  /**
   * Stops calls of the workflow that asks, to models, tools and functions, on whatever worker they
   * are: each ends with `Run.Cancelled`, its connection closed, in about 0.1 s. A call that comes to
   * a worker later is stopped as well, so no path may be one that is used again. A workflow that was
   * reset to before it asked is not held to it.
   *
   * @param input.execution first-execution run id of the workflow
   * @param input.paths step paths; what is below them is meant too. Not given: all of the execution
   */
  stopCalls(input: { execution: string; paths?: readonly string[] }): Promise<void>;
}

export function createStopActivities({ store }: { store: Pick<Store, 'stops'> }): StopActivities {
  return {
    async stopCalls({ execution, paths = [''] }) {
      const run = activityInfo().workflowExecution?.runId ?? '';
      const scopes = paths.map((path) => (path === '' ? execution : `${execution}/${path}`));
      await store.stops.request({ run, scopes });
    },
  };
}
