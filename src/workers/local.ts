import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { openStore, type Store } from '../activities/store/open-store.ts';
import { AgentsClient } from '../client/runs/agents-client.ts';
import type { ClientParts } from '../client/runs/client-parts.ts';
import { defaultsFrom } from '../client/runs/default-provider.ts';
import { heartbeatTimeoutFrom } from '../client/runs/heartbeat-timeout.ts';
import { openConnection } from '../client/runs/server-connection.ts';
import { queuesOf, sharedQueueOf } from '../core/queues.ts';
import type { Duration } from '../core/durations.ts';
import type { Serving } from '../core/serving.ts';
import { type Abilities, type AbilityOptions, readAbilities } from './abilities.ts';
import { type Closing, openAll } from './closing.ts';
import { acquireServer, keepRuns, type ServerLease } from './embedded/index.ts';
import { isReady } from './endpoints.ts';
import { databaseUrl, stateDirFrom } from './env.ts';
import { servingOf, storeDigest, suffixFor } from './fingerprint.ts';
import { startSimulated } from './simulated-endpoint.ts';
import { installRuntime } from './temporal-runtime.ts';
import { bundleOf, refuseMissingWorkflows } from './workflow-bundle.ts';
import { startWorkers, type WorkerGroup } from './worker-group.ts';

export interface LocalOptions extends AbilityOptions {
  /** Folder of the server's state. Default: DURABLE_AGENTS_STATE, else `./.durable-agents`. */
  stateDir?: string;
  /**
   * Module, or folder, of your own workflows, to be run besides ours on the client's `parts.queue`.
   * Bundling takes a second or two. Default: none.
   */
  workflowsPath?: string;
  /**
   * For this long a worker may give no sign of life before its calls are made again; at least 1 s.
   * Default: DURABLE_AGENTS_HEARTBEAT_TIMEOUT, else 5 s.
   */
  heartbeatTimeout?: Duration;
  /** `read`: answer reads of stored texts only, so that no run goes on. Default `all`. */
  serve?: 'all' | 'read';
  /** Serve the queues with this suffix instead of the own, to take a run over. */
  suffix?: string;
  /** Told one line at a time what goes on. Default: nobody. */
  log?: (line: string) => void;
}

/** What a client with an embedded server has besides. */
export interface LocalParts {
  lease: { readonly address: string };
  suffix: string;
  serving: Serving;
  broken: Promise<void>;
}

/** A client with an embedded Temporal server and a worker in this process. */
export class LocalClient extends AgentsClient {
  /** End of the names of the queues that the worker in this process serves. */
  readonly suffix: string;
  /** What that worker can do. */
  readonly serving: Serving;
  /** Rejects when that worker breaks. */
  readonly broken: Promise<void>;
  readonly #lease: LocalParts['lease'];

  constructor(parts: ClientParts, { lease, suffix, serving, broken }: LocalParts) {
    super(parts);
    this.#lease = lease;
    this.suffix = suffix;
    this.serving = serving;
    this.broken = broken;
  }

  /** `host:port` of the embedded server, for workers of your own and for Temporal's command line. */
  get address(): string {
    return this.#lease.address;
  }
}

/**
 * Opens the embedded default: a Temporal dev server with its Web UI, shared by everything that uses
 * the same state folder, a worker and a SQLite store. Close it when done: the server stops within
 * 5 s of the last one that uses it, and state survives.
 *
 * @throws `Input.Invalid` for a bad configuration
 * @throws `Worker.Unconfigured` when there is no server binary, or it does not start
 */
export async function openLocal(options: LocalOptions = {}): Promise<LocalClient> {
  const log = options.log ?? (() => undefined);
  installRuntime(log);
  const plan = await planOf(options);
  return await openAll((closing) => open(plan, options, closing));
}

interface Plan extends Abilities {
  databaseUrl: string;
  sharedQueue: string;
  suffix: string;
  serving: Serving;
  stateDir: string;
  heartbeatTimeoutMs: number | null;
}

async function planOf(options: LocalOptions): Promise<Plan> {
  const { workflowsPath } = options;
  refuseMissingWorkflows(workflowsPath);
  const heartbeatTimeoutMs = heartbeatTimeoutFrom(process.env, options.heartbeatTimeout);
  const abilities = await readAbilities(options);
  const { endpoints, transforms, tools } = abilities;
  const stateDir = options.stateDir ?? stateDirFrom();
  const database = databaseUrl(stateDir);
  const store = storeDigest(database, stateDir);
  const { simulatedTools } = abilities;
  const served = { endpoints, transforms, tools, store, workflowsPath, simulatedTools };
  const suffix = suffixFor(served);
  return {
    ...abilities,
    suffix: options.suffix ?? suffix,
    serving: servingOf(endpoints, transforms, tools),
    sharedQueue: sharedQueueOf(store),
    stateDir,
    databaseUrl: database,
    heartbeatTimeoutMs,
  };
}

async function open(plan: Plan, options: LocalOptions, closing: Closing): Promise<LocalClient> {
  const { stateDir, serving, suffix } = plan;
  const log = options.log ?? (() => undefined);
  const [lease, store] = await Promise.all([
    acquireServer({ stateDir, log }).then((held) => closing.add(held, (each) => each.release())),
    openStore(plan.databaseUrl).then((opened) => closing.add(opened, (each) => each.close())),
  ]);
  const connection = closing.add(await openConnection(lease.address), (each) => each.close());
  await keepRuns(connection.workflowService, lease.namespace).catch((error: unknown) =>
    log(`the server forgets ended runs after a day: ${String(error)}`),
  );
  const temporal = new Client({ connection, namespace: lease.namespace });
  const queue = queuesOf(suffix).workflows;
  const earlierQueues = await mayHaveRuns(temporal, queue);
  const workers = await startOwn(plan, { ...options, lease, store, earlierQueues }, closing);
  const parts: ClientParts = {
    temporal,
    queue,
    sharedQueue: plan.sharedQueue,
    webUrl: lease.uiUrl,
    defaults: defaultsFrom(process.env),
    serving,
    heartbeatTimeoutMs: plan.heartbeatTimeoutMs,
    close: () => closing.close(),
  };
  return new LocalClient(parts, { lease, suffix, serving, broken: workers.ended });
}

/**
 * Whether there are runs on a queue. Those of versions before 0.2 had a queue for each provider and one
 * for tools, and calls may wait there; what cannot be told is taken for yes.
 */
async function mayHaveRuns(temporal: Client, queue: string): Promise<boolean> {
  const running = `TaskQueue = '${queue}' AND ExecutionStatus = 'Running'`;
  return await temporal.workflow.count(running).then(
    ({ count }) => count > 0,
    () => true,
  );
}

interface Own extends Pick<LocalOptions, 'serve' | 'workflowsPath' | 'log'> {
  lease: ServerLease;
  store: Store;
  earlierQueues: boolean;
}

async function startOwn(plan: Plan, own: Own, closing: Closing): Promise<WorkerGroup> {
  const { lease, store } = own;
  const all = own.serve !== 'read';
  const connection = closing.add(
    await NativeConnection.connect({ address: lease.address }),
    (each) => each.close(),
  );
  const ready = all ? plan.endpoints.filter(isReady) : [];
  const running = await startSimulated(ready, plan.simulatedTools);
  closing.add(running, (each) => each.close());
  const workers = await startWorkers({
    connection,
    namespace: lease.namespace,
    suffix: plan.suffix,
    store,
    endpoints: running.endpoints,
    transforms: all ? plan.transforms : null,
    tools: plan.tools,
    log: own.log,
    workflows: all,
    sharedQueue: plan.sharedQueue,
    maxConcurrentCalls: plan.maxConcurrentCalls,
    earlierQueues: all && own.earlierQueues,
    ...(own.workflowsPath === undefined ? {} : { bundle: await bundleOf(own.workflowsPath) }),
  });
  return closing.add(workers, (each) => each.stop());
}
