import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { openStore, type Store } from '../activities/store/open-store.ts';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import type { Tool } from '../activities/tools/define-tool.ts';
import type { Transforms } from '../activities/transforms.ts';
import { AgentsClient } from '../client/runs/agents-client.ts';
import type { ClientParts } from '../client/runs/client-parts.ts';
import { defaultsFrom } from '../client/runs/default-provider.ts';
import { openConnection } from '../client/runs/server-connection.ts';
import { queuesOf, sharedQueueOf } from '../core/queues.ts';
import { parseInput } from '../core/parse-input.ts';
import { type ProviderInput, providersSchema } from '../core/provider-config.ts';
import type { Serving } from '../core/serving.ts';
import type { SimulatedTools } from '../simulated-model/index.ts';
import { type Closing, openAll } from './closing.ts';
import { readConfig, simulatedToolsOf } from './config-file.ts';
import { acquireServer, keepRuns, type ServerLease } from './embedded/index.ts';
import { endpointsOf, isReady } from './endpoints.ts';
import { databaseUrl, stateDirFrom } from './env.ts';
import { servingOf, storeDigest, suffixFor } from './fingerprint.ts';
import { loadRegistry } from './registry-file.ts';
import { startSimulated } from './simulated-endpoint.ts';
import { toolListSchema } from './tool-list.ts';
import { installRuntime } from './temporal-runtime.ts';
import { bundleOf } from './workflow-bundle.ts';
import { startWorkers, type WorkerGroup } from './worker-group.ts';

export interface LocalOptions {
  /** Folder of the server's state. Default: DURABLE_AGENTS_STATE, else `./.durable-agents`. */
  stateDir?: string;
  /** Provider configuration. Default: see `readConfig`. */
  configFile?: string;
  /** Named provider endpoints, besides those of the configuration. */
  providers?: Record<string, ProviderInput>;
  /** Module whose functions are registered. */
  registryFile?: string;
  /** Functions to register, by name, besides those of the module. */
  transforms?: Transforms;
  /** Tools to register, besides those of the module. */
  tools?: readonly Tool[];
  /**
   * `never`: the simulated model calls no tools of yours, not even those that a request names.
   * Default: as the configuration says, else `auto`.
   */
  simulatedTools?: SimulatedTools;
  /**
   * Module of your own workflows, to be run besides ours on the client's `parts.queue`. It has to
   * export ours too: `export * from 'durable-agents/workflows'`. Bundling takes a second or two.
   */
  workflowsPath?: string;
  /** `read`: answer reads of stored texts only, so that no run goes on. Default `all`. */
  serve?: 'all' | 'read';
  /** Serve the queues with this suffix instead of the own, to take a run over. */
  suffix?: string;
  /** Told one line at a time what goes on. Default: nobody. */
  log?: (line: string) => void;
}

/** A client with an embedded Temporal server and a worker in this process. */
export class LocalClient extends AgentsClient {
  readonly suffix: string;
  readonly serving: Serving;
  /** Rejects when the worker in this process breaks. */
  readonly broken: Promise<void>;

  constructor(
    parts: ClientParts,
    more: { suffix: string; serving: Serving; workers: WorkerGroup },
  ) {
    super(parts);
    this.suffix = more.suffix;
    this.serving = more.serving;
    this.broken = more.workers.ended;
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

interface Plan {
  databaseUrl: string;
  sharedQueue: string;
  transforms: Transforms;
  tools: readonly Tool[];
  endpoints: Endpoint[];
  suffix: string;
  serving: Serving;
  simulatedTools: SimulatedTools;
  stateDir: string;
}

async function planOf(options: LocalOptions): Promise<Plan> {
  const registry = await loadRegistry(options.registryFile);
  const transforms = { ...registry.transforms, ...options.transforms };
  const registered = [...registry.tools, ...(options.tools ?? [])];
  const tools = parseInput(toolListSchema, registered, 'tools');
  const config = readConfig(options.configFile);
  const given = parseInput(providersSchema, options.providers ?? {}, 'providers');
  const endpoints = endpointsOf({ providers: { ...config.providers, ...given } });
  const simulatedTools = simulatedToolsOf(options.simulatedTools, config);
  const stateDir = options.stateDir ?? stateDirFrom();
  const database = databaseUrl(stateDir);
  const store = storeDigest(database, stateDir);
  const { workflowsPath } = options;
  const served = { endpoints, transforms, tools, store, workflowsPath, simulatedTools };
  return {
    transforms,
    tools,
    endpoints,
    simulatedTools,
    suffix: options.suffix ?? suffixFor(served),
    serving: servingOf(endpoints, transforms, tools),
    sharedQueue: sharedQueueOf(store),
    stateDir,
    databaseUrl: database,
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
  const workers = await startOwn(plan, { ...options, lease, store }, closing);
  const parts: ClientParts = {
    temporal: new Client({ connection, namespace: lease.namespace }),
    queue: queuesOf(suffix).workflows,
    sharedQueue: plan.sharedQueue,
    webUrl: lease.uiUrl,
    defaults: defaultsFrom(process.env),
    serving,
    close: () => closing.close(),
  };
  return new LocalClient(parts, { suffix, serving, workers });
}

interface Own extends Pick<LocalOptions, 'serve' | 'workflowsPath' | 'log'> {
  lease: ServerLease;
  store: Store;
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
    ...(own.workflowsPath === undefined ? {} : { bundle: await bundleOf(own.workflowsPath) }),
  });
  return closing.add(workers, (each) => each.stop());
}
