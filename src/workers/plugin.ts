import type {
  BundleOptions,
  BundlerPlugin,
  InjectedSinks,
  ReplayWorkerOptions,
  Worker,
  WorkerOptions,
  WorkerPlugin,
} from '@temporalio/worker';
import { z } from 'zod';
import { type EventSinks, eventSinks } from '../activities/events/event-sinks.ts';
import { McpPool } from '../activities/mcp/pool.ts';
import { openStore } from '../activities/store/open-store.ts';
import { invalidInput, parseInput } from '../core/parse-input.ts';
import { abilityFields, type AbilityOptions, readAbilities } from './abilities.ts';
import { type Closing, openAll } from './closing.ts';
import { isReady } from './endpoints.ts';
import { databaseUrl } from './env.ts';
import { modelActivities, storeActivities, toolActivities } from './served-activities.ts';
import { startSimulated } from './simulated-endpoint.ts';
import { workflowBundle, withOurs } from './workflow-bundle.ts';
import { callSlots, workerOptions } from './worker-options.ts';

/** What the plugin adds to a worker. */
export interface PluginOptions extends AbilityOptions {
  /** As DATABASE_URL. Default: DATABASE_URL, else the database in the state folder. */
  databaseUrl?: string;
  /**
   * `false`: workflows on the worker, its own too, keep no stack traces and cost about a third less.
   * Default `true`.
   */
  stacks?: boolean;
}

const optionsSchema = z.strictObject({
  ...abilityFields,
  databaseUrl: z.string().min(1, 'it is empty').optional(),
  stacks: z.boolean().optional(),
} satisfies Record<keyof PluginOptions, z.ZodType>);

/**
 * Adds our workflows, and everything that they have done, to a worker that is there already:
 * `Worker.create({ taskQueue, workflowsPath, plugins: [new DurableAgentsPlugin()] })`. Its workflows
 * may call the patterns (`durable-agents/workflows`), and `agentsClient(client, { taskQueue })` starts
 * runs on it. Model calls, tools and the rest run on the worker's own queue.
 *
 * Providers are those that have their key in the environment, and the simulated one. Where the worker
 * says nothing of it, it holds 1000 calls in flight and lets them finish for 10 minutes when it stops.
 * Workflows that are bundled beforehand need it in `bundleWorkflowCode({ plugins })` as well.
 */
export class DurableAgentsPlugin implements WorkerPlugin, BundlerPlugin {
  readonly name = 'durable-agents';
  readonly #options: PluginOptions;
  #opened: Promise<Opened> | undefined;
  /** Workers that were made with it and have not ended. */
  #users = 0;

  /** @throws `Input.Invalid` for an option that is none */
  constructor(options: PluginOptions = {}) {
    parseInput(optionsSchema, options, 'DurableAgentsPlugin');
    this.#options = options;
  }

  /**
   * @throws `Input.Invalid` for a bad configuration, and for activities of the worker that have a name
   *   of ours; `Worker.Unconfigured` when the database cannot be used
   */
  async configureWorker(options: WorkerOptions): Promise<WorkerOptions> {
    this.#users += 1;
    try {
      this.#opened ??= openAll((closing) => open(this.#options, closing));
      const { activitiesFor, sinks, maxConcurrentCalls } = await this.#opened;
      const own = options.activities ?? {};
      const activities = activitiesFor(options.taskQueue);
      refuseSameNames(own, activities);
      return {
        ...workerOptions,
        ...(options.tuner === undefined ? callSlots(maxConcurrentCalls) : {}),
        ...withWorkflows(options),
        activities: { ...own, ...activities },
        sinks: { ...options.sinks, ...sinks },
      };
    } catch (error) {
      await this.#leave();
      throw error;
    }
  }

  configureReplayWorker(options: ReplayWorkerOptions): ReplayWorkerOptions {
    return withWorkflows(options);
  }

  configureBundler(options: BundleOptions): BundleOptions {
    return withOurs(options, this.#options.stacks ?? true);
  }

  async runWorker(worker: Worker, next: (worker: Worker) => Promise<void>): Promise<void> {
    try {
      await next(worker);
    } finally {
      await this.#leave();
    }
  }

  /** The last one closes the store. */
  async #leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.then(
      ({ closing }) => closing.close(),
      () => undefined,
    );
  }
}

interface Opened {
  /** The activities for a worker on this queue, on which user contexts live too. */
  activitiesFor: (taskQueue: string) => object;
  sinks: InjectedSinks<EventSinks>;
  maxConcurrentCalls: number | undefined;
  closing: Closing;
}

async function open(options: PluginOptions, closing: Closing): Promise<Opened> {
  const abilities = await readAbilities(options);
  const { endpoints, transforms, tools, mcp, onQuestion, maxConcurrentCalls, simulatedTools } =
    abilities;
  const url = options.databaseUrl ?? databaseUrl();
  const store = closing.add(await openStore(url), (each) => each.close());
  const running = await startSimulated(endpoints.filter(isReady), simulatedTools);
  closing.add(running, (each) => each.close());
  const pool = closing.add(new McpPool(mcp), (each) => each.close());
  const calls = {
    ...toolActivities(store, transforms, { tools, mcp: pool, onQuestion }),
    ...modelActivities(store, running.endpoints),
  };
  return {
    activitiesFor: (taskQueue) => ({ ...storeActivities(store, taskQueue), ...calls }),
    sinks: eventSinks(store),
    maxConcurrentCalls,
    closing,
  };
}

function refuseSameNames(own: object, ours: object): void {
  const same = Object.keys(ours).filter((name) => name in own);
  if (same.length === 0) return;
  const message = 'durable-agents has an activity of this name: give yours another name';
  throw invalidInput(
    "the worker's list of activities",
    same.map((path) => ({ path, message })),
  );
}

/** A worker without workflows of its own gets ours as they are; a bundler adds them to others. */
function withWorkflows<T extends ReplayWorkerOptions>(options: T): T {
  const { workflowsPath, workflowBundle: bundle } = options;
  if (workflowsPath !== undefined || bundle !== undefined) return options;
  return { ...options, workflowBundle: workflowBundle() };
}
