import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createModelActivities } from '../activities/call-model.ts';
import { specActivities } from '../activities/check-spec.ts';
import { createLockActivities } from '../activities/list-locks.ts';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import type { Store } from '../activities/store/open-store.ts';
import { createStopActivities } from '../activities/stop-calls.ts';
import { createTextActivities } from '../activities/texts.ts';
import { createThreadActivities } from '../activities/thread-window.ts';
import type { Tool } from '../activities/tools/define-tool.ts';
import { createToolActivities } from '../activities/tools/tool-activities.ts';
import { createTransformActivities, type Transforms } from '../activities/transforms.ts';
import { createUserContextActivities } from '../activities/user-context.ts';
import { userContexts } from '../client/memory/user-contexts.ts';
import { queuesOf, sharedQueueOf } from '../core/queues.ts';
import { workflowBundle } from './workflow-bundle.ts';

/** What a group of workers serves, and with what. */
export interface WorkerGroupOptions {
  connection: NativeConnection;
  namespace: string;
  /** End of the queue names; '' in a fleet. */
  suffix: string;
  store: Store;
  /** The providers it calls, each on a queue of its own. */
  endpoints: readonly Endpoint[];
  /** Functions it runs; `null`: it serves no tools queue. */
  transforms: Transforms | null;
  /** Tools it runs, on the same queue. Default: none. */
  tools?: readonly Tool[];
  /** Told what users of tools have to know. Default: standard error. */
  log?: ((line: string) => void) | undefined;
  /** Whether it runs workflows. */
  workflows: boolean;
  /** The workflows it runs. Default: ours. */
  bundle?: { code: string } | { codePath: string };
  /** The queue of what any process with the store serves: reading texts, user contexts; `null`: it does not, as in a fleet. */
  sharedQueue: string | null;
}

/** Workers of one process, a queue each. */
export interface WorkerGroup {
  readonly queues: string[];
  /** Stops taking tasks, lets the activities in flight finish, and ends. */
  stop(): Promise<void>;
  /** Rejects when a worker breaks. */
  readonly ended: Promise<void>;
}

/**
 * What all our workers have in common. A call in flight costs next to nothing, so a worker holds
 * many; its heartbeats are few already, and none is held back; and a stopping worker waits long for a
 * model call in flight, because an abandoned one is paid twice.
 */
export const workerOptions = {
  maxConcurrentActivityTaskExecutions: 1_000,
  maxHeartbeatThrottleInterval: 500,
  defaultHeartbeatThrottleInterval: 500,
  maxEagerActivityReservationsPerWorkflowTask: 10,
  shutdownGraceTime: '10 min',
} as const;

export async function startWorkers(options: WorkerGroupOptions): Promise<WorkerGroup> {
  const workers = await Promise.all(
    workersOf(options).map((each) =>
      Worker.create({
        connection: options.connection,
        namespace: options.namespace,
        ...workerOptions,
        ...each,
      }),
    ),
  );
  const runs = workers.map((worker) => worker.run());
  const ended = Promise.all(runs).then(() => undefined);
  ended.catch(() => undefined); // whoever waits for it hears of it
  return {
    queues: workers.map((worker) => worker.options.taskQueue),
    ended,
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}

function workersOf(
  options: WorkerGroupOptions,
): (Partial<WorkerOptions> & { taskQueue: string })[] {
  const { store, endpoints, transforms, suffix } = options;
  const queues = queuesOf(suffix);
  const texts = createTextActivities({ store });
  const contexts = createUserContextActivities({
    store,
    contextsOf: (temporal) =>
      userContexts({ temporal, sharedQueue: options.sharedQueue ?? sharedQueueOf() }),
  });
  const workflows = {
    workflowBundle: options.bundle ?? workflowBundle(),
    activities: {
      ...texts,
      ...contexts,
      ...createThreadActivities({ store }),
      ...createLockActivities({ store }),
      ...specActivities,
      ...createStopActivities({ store }),
    },
  };
  return [
    ...(options.workflows ? [{ ...workflows, taskQueue: queues.workflows }] : []),
    ...(options.sharedQueue === null
      ? []
      : [
          {
            ...workflows,
            taskQueue: options.sharedQueue,
            maxCachedWorkflows: 100,
          },
        ]),
    ...(transforms === null
      ? []
      : [
          {
            taskQueue: queues.tools,
            activities: {
              ...createTransformActivities(store, transforms),
              ...createToolActivities(store, options.tools ?? [], options.log),
            },
          },
        ]),
    ...endpoints.map((endpoint) => ({
      taskQueue: queues.model(endpoint.name),
      activities: createModelActivities({ store, endpoint }),
    })),
  ];
}
