import type { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { eventsInStore } from '../activities/events/store-events.ts';
import { McpPool } from '../activities/mcp/pool.ts';
import { turnsWanted } from '../activities/run-turns.ts';
import { openStore, type Store } from '../activities/store/open-store.ts';
import { AgentsClient } from '../client/runs/agents-client.ts';
import type { ClientParts } from '../client/runs/client-parts.ts';
import type { ServerClient, TurnsRead } from '../client/runs/server-client.ts';
import type { Serving } from '../core/serving.ts';
import { partsFor } from './attach.ts';
import { type Closing, openAll } from './closing.ts';
import { clientOf } from './embedded-client.ts';
import { keepRuns, startServer, type StartingServer } from './embedded/index.ts';
import { isReady } from './endpoints.ts';
import { type LocalOptions, type LocalPlan, planLocal } from './local-plan.ts';
import { safeLog } from './safe-log.ts';
import { startSimulated } from './simulated-endpoint.ts';
import { installRuntime } from './temporal-runtime.ts';
import { startWorkers, type WorkerGroup } from './worker-group.ts';
import { bundleOf } from './workflow-bundle.ts';

export type { LocalOptions } from './local-plan.ts';

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
  return await openPlanned(await planLocal(options), options);
}

/** What a command knows that a program does not say. */
export interface Hurry {
  /** The server, which is being started already. */
  starting?: StartingServer;
  /** @see WorkerGroupOptions.sharedAfterMs */
  sharedAfterMs?: number;
}

/** Opens what was planned with the same options. */
export async function openPlanned(
  plan: LocalPlan,
  options: LocalOptions,
  hurry: Hurry = {},
): Promise<LocalClient> {
  const log = safeLog(options.log);
  installRuntime(log);
  // without one, what users of tools have to know goes to standard error
  const told = options.log === undefined ? {} : { log };
  return await openAll((closing) => open(plan, { ...options, ...hurry, ...told }, closing));
}

async function open(
  plan: LocalPlan,
  options: LocalOptions & Hurry,
  closing: Closing,
): Promise<LocalClient> {
  const { serving, suffix, stateDir } = plan;
  const { workflowsPath, log = () => undefined } = options;
  const bundle = workflowsPath === undefined ? undefined : await bundleOf(workflowsPath);
  const { starting = startServer({ stateDir, log }) } = options;
  const opening = openStore(plan.databaseUrl).then((opened) =>
    closing.add(opened, (each) => each.close()),
  );
  opening.catch(() => undefined); // it is heard of below
  const lease = closing.add(await starting.lease, (each) => each.release());
  const [client, connection, store] = await Promise.all([
    clientOf(lease, plan, closing),
    NativeConnection.connect({ address: lease.address }).then((opened) =>
      closing.add(opened, (each) => each.close()),
    ),
    opening,
  ]);
  const parts = partsFor(plan, client);
  closing.add(keepRunsSoon(client, log), (keeping) => keeping.done());
  const earlierQueues = !starting.isNew && (await mayHaveRuns(parts.temporal, parts.queue));
  const { namespace } = lease;
  const own = { ...options, connection, namespace, store, earlierQueues, bundle };
  const workers = await startOwn(plan, own, closing);
  const readTexts = (ids: readonly string[]) => store.messages.read(ids);
  const more = { lease, suffix, serving, broken: workers.ended };
  const openEvents = eventsInStore(() => Promise.resolve(store));
  const readTurns = (wanted: TurnsRead) => turnsWanted(store, wanted);
  const { costsOf: readCosts, simulatedIn: readSimulated } = store.ledger;
  const { reads: threads } = store.threads;
  const read = { readTexts, openEvents, readCosts, readSimulated, readTurns, threads };
  return new LocalClient({ ...parts, ...read }, more);
}

/** When there is more time than at the start of a run. */
const soonMs = 3_000;

/** Has the server keep ended runs, soon or at the latest when the client is closed. */
function keepRunsSoon({ temporal }: ServerClient, log: (line: string) => void) {
  const { workflowService, options } = temporal;
  let kept: Promise<void> | undefined;
  const keep = async () =>
    await keepRuns(workflowService, options.namespace).catch((error: unknown) =>
      log(`the server keeps ended runs for one day only: ${String(error)}`),
    );
  const timer = setTimeout(() => void (kept ??= keep()), soonMs).unref();
  return {
    async done() {
      clearTimeout(timer);
      await (kept ??= keep());
    },
  };
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

interface Own extends Pick<LocalOptions & Hurry, 'serve' | 'log' | 'sharedAfterMs'> {
  connection: NativeConnection;
  namespace: string;
  store: Store;
  earlierQueues: boolean;
  bundle: { code: string } | undefined;
}

async function startOwn(plan: LocalPlan, own: Own, closing: Closing): Promise<WorkerGroup> {
  const { connection, store, log, sharedAfterMs } = own;
  const all = own.serve !== 'read';
  const ready = all ? plan.endpoints.filter(isReady) : [];
  const running = await startSimulated(ready, plan.simulatedTools);
  closing.add(running, (each) => each.close());
  const pool = closing.add(new McpPool(plan.mcp, { log: safeLog(log) }), (each) => each.close());
  const workers = await startWorkers({
    connection,
    namespace: own.namespace,
    suffix: plan.suffix,
    store,
    endpoints: running.endpoints,
    transforms: all ? plan.transforms : null,
    tools: plan.tools,
    mcp: pool,
    onQuestion: plan.onQuestion,
    log,
    workflows: all,
    sharedQueue: plan.sharedQueue,
    sharedAfterMs,
    maxConcurrentCalls: plan.maxConcurrentCalls,
    earlierQueues: all && own.earlierQueues,
    ...(own.bundle === undefined ? {} : { bundle: own.bundle }),
  });
  return closing.add(workers, (each) => each.stop());
}
