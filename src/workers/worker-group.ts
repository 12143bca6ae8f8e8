import { setTimeout as sleep } from 'node:timers/promises';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { eventSinks } from '../activities/events/event-sinks.ts';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import type { McpPool } from '../activities/mcp/pool.ts';
import type { OnQuestion } from '../activities/tools/tool-activities.ts';
import type { Store } from '../activities/store/open-store.ts';
import type { Tool } from '../activities/tools/define-tool.ts';
import type { Transforms } from '../activities/transforms.ts';
import { type Queues, queuesBeside, queuesOf, sharedQueueOf } from '../core/queues.ts';
import { modelActivities, storeActivities, toolActivities } from './served-activities.ts';
import { workflowBundle } from './workflow-bundle.ts';
import { callSlots, workerOptions, workflowSlots } from './worker-options.ts';

export { workerOptions } from './worker-options.ts';

/** What a group of workers serves, and with what. */
export interface WorkerGroupOptions {
  connection: NativeConnection;
  namespace: string;
  /** End of the queue names; '' in a fleet. */
  suffix: string;
  store: Store;
  /** The providers it calls: in a fleet each on a queue of its own, else all on that of the workflows. */
  endpoints: readonly Endpoint[];
  /** Functions it runs; `null`: it runs neither functions nor tools. */
  transforms: Transforms | null;
  /** Tools it runs, on the same queue. Default: none. */
  tools?: readonly Tool[];
  /** Servers that have more of them. Default: none. */
  mcp?: McpPool | undefined;
  /** Told each question that waits for a person. */
  onQuestion?: OnQuestion | undefined;
  /** Told what users of tools have to know. Default: standard error. */
  log?: ((line: string) => void) | undefined;
  /** Whether it runs workflows. */
  workflows: boolean;
  /** The workflows it runs. Default: ours. */
  bundle?: { code: string } | { codePath: string };
  /** The queue of what any process with the store serves: reading texts, user contexts; `null`: it does not, as in a fleet. */
  sharedQueue: string | null;
  /**
   * Milliseconds after which the shared queue is served: a worker that runs workflows takes half a second
   * of a processor to start, and few runs need that queue at once. Default 0.
   */
  sharedAfterMs?: number | undefined;
  /** Calls in flight on a queue at most. Default 1000. */
  maxConcurrentCalls?: number | undefined;
  /** Whether calls of runs of an earlier version may wait on the queues that those had. Default `false`. */
  earlierQueues?: boolean;
}

/** Workers of one process, a queue each. */
export interface WorkerGroup {
  readonly queues: string[];
  /** Stops taking tasks, lets the activities in flight finish, and ends. */
  stop(): Promise<void>;
  /** Rejects when a worker breaks. */
  readonly ended: Promise<void>;
}

export async function startWorkers(options: WorkerGroupOptions): Promise<WorkerGroup> {
  const { sharedQueue, sharedAfterMs = 0 } = options;
  const all = queueWorkers(options);
  const isLater = ({ taskQueue }: QueueWorker) => sharedAfterMs > 0 && taskQueue === sharedQueue;
  const create = (each: QueueWorker) => createWorker(options, each);
  const workers = await Promise.all(all.filter((each) => !isLater(each)).map(create));
  const runs = workers.map((worker) => worker.run());
  const stopped = new AbortController();
  const later = all.filter(isLater).map((each) => {
    return runLater(sharedAfterMs, stopped.signal, () => create(each));
  });
  const ended = Promise.all([...runs, ...later]).then(() => undefined);
  ended.catch(() => undefined); // whoever waits for it hears of it
  return {
    queues: all.map(({ taskQueue }) => taskQueue),
    ended,
    async stop() {
      stopped.abort();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled([...runs, ...later]);
    },
  };
}

async function createWorker(
  { connection, namespace }: WorkerGroupOptions,
  own: QueueWorker,
): Promise<Worker> {
  return await Worker.create({ connection, namespace, ...workerOptions, ...own });
}

/** Runs a worker from a later moment on, until it is stopped. */
async function runLater(
  afterMs: number,
  stopped: AbortSignal,
  create: () => Promise<Worker>,
): Promise<void> {
  await sleep(afterMs, undefined, { ref: false, signal: stopped }).catch(() => undefined);
  if (stopped.aborted) return;
  const worker = await create();
  const running = worker.run();
  const stop = () => worker.shutdown();
  if (stopped.aborted) stop();
  else stopped.addEventListener('abort', stop, { once: true });
  await running;
}

type QueueWorker = Partial<WorkerOptions> & { taskQueue: string; activities: object };

/** A worker a queue: what goes to the same queue is served by one. */
function queueWorkers(options: WorkerGroupOptions): QueueWorker[] {
  const { suffix, workflows, sharedQueue, maxConcurrentCalls } = options;
  const taskQueue = queuesOf(suffix).workflows;
  const slots = callSlots(maxConcurrentCalls);
  const calls = callWorkers(options, queuesBeside(taskQueue));
  return [
    ...mergedByQueue([
      ...(workflows ? [{ ...workflowWorker(options), ...workflowSlots, ...slots, taskQueue }] : []),
      ...(sharedQueue === null
        ? []
        : [{ ...workflowWorker(options), maxCachedWorkflows: 100, taskQueue: sharedQueue }]),
      ...calls.map((each) => ({ ...each, ...slots })),
    ]),
    ...(options.earlierQueues
      ? callWorkers(options, queuesOf(suffix)).map((each) => ({ ...each, ...fewPollers }))
      : []),
  ];
}

/** What waits on a queue of an earlier version is soon done, and nothing is added to it. */
const fewPollers = {
  activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
} as const;

function mergedByQueue(workers: readonly QueueWorker[]): QueueWorker[] {
  const byQueue = new Map<string, QueueWorker>();
  for (const each of workers) {
    const activities = { ...byQueue.get(each.taskQueue)?.activities, ...each.activities };
    byQueue.set(each.taskQueue, { ...byQueue.get(each.taskQueue), ...each, activities });
  }
  return [...byQueue.values()];
}

/** Its local model calls are those of the providers that its process serves, on whatever queue. */
function workflowWorker({ store, endpoints, sharedQueue, bundle }: WorkerGroupOptions) {
  return {
    workflowBundle: bundle ?? workflowBundle(),
    activities: {
      ...storeActivities(store, sharedQueue ?? sharedQueueOf()),
      ...modelActivities(store, endpoints),
    },
    sinks: eventSinks(store),
  };
}

/** Whoever makes model calls, and whoever runs tools and functions. */
function callWorkers(
  { store, endpoints, transforms, tools = [], log, mcp, onQuestion }: WorkerGroupOptions,
  queues: Queues,
): QueueWorker[] {
  const names = new Set(endpoints.map(({ name }) => queues.model(name)));
  return [
    ...(transforms === null
      ? []
      : [
          {
            taskQueue: queues.tools,
            activities: toolActivities(store, transforms, { tools, log, mcp, onQuestion }),
          },
        ]),
    ...[...names].map((taskQueue) => {
      const served = endpoints.filter(({ name }) => queues.model(name) === taskQueue);
      return { taskQueue, activities: modelActivities(store, served) };
    }),
  ];
}
