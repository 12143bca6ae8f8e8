import type { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { eventsInStore } from '../activities/events/store-events.ts';
import { itemsOfStep } from '../activities/lists/list-work.ts';
import { turnsWanted } from '../activities/run-turns.ts';
import { openStore, type Store } from '../activities/store/open-store.ts';
import { createTextActivities } from '../activities/texts.ts';
import { AgentsClient } from '../client/runs/agents-client.ts';
import type { ClientParts } from '../client/runs/client-parts.ts';
import type { ServerClient, TurnsRead } from '../client/runs/server-client.ts';
import type { ItemsWanted } from '../core/list-items.ts';
import type { StoredText } from '../core/model-call.ts';
import { queuesOf } from '../core/queues.ts';
import type { Serving } from '../core/serving.ts';
import { partsFor } from './attach.ts';
import { type Closing, openAll } from './closing.ts';
import { CodeGenerations } from './code-generations.ts';
import { clientOf } from './embedded-client.ts';
import { keepRuns, startServer, type StartingServer } from './embedded/index.ts';
import { type LocalOptions, type LocalPlan, planLocal } from './local-plan.ts';
import { safeLog } from './safe-log.ts';
import { type OwnWorkers, startOwn } from './own-workers.ts';
import { installRuntime } from './temporal-runtime.ts';
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
  /** Rejects when that worker breaks. */
  readonly broken: Promise<void>;
  readonly #now: LocalParts;

  constructor(parts: ClientParts, now: LocalParts) {
    super(parts);
    this.#now = now;
    this.broken = now.broken;
  }

  /** End of the names of the queues that new runs get, which the worker in this process serves. */
  get suffix(): string {
    return this.#now.suffix;
  }

  /** What that worker can do. */
  get serving(): Serving {
    return this.#now.serving;
  }

  /** `host:port` of the embedded server, for workers of your own and for Temporal's command line. */
  get address(): string {
    return this.#now.lease.address;
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
async function openPlanned(
  plan: LocalPlan,
  options: LocalOptions,
  hurry: Hurry = {},
): Promise<LocalClient> {
  return (await openRenewable(plan, options, hurry)).client;
}

/** A client whose code may be changed while it is open. */
export interface Renewable {
  client: LocalClient;
  /** From now on runs are started with what another plan has; open ones keep what they began with. */
  renew: (plan: LocalPlan) => Promise<void>;
}

/** Opens what was planned, and may be planned anew. */
export async function openRenewable(
  plan: LocalPlan,
  options: LocalOptions,
  hurry: Hurry = {},
): Promise<Renewable> {
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
): Promise<Renewable> {
  const { stateDir } = plan;
  const { workflowsPath, log = () => undefined } = options;
  const bundle = workflowsPath === undefined ? undefined : await bundleOf(workflowsPath);
  const { starting = startServer({ stateDir, log }) } = options;
  const opening = openStore(plan.databaseUrl).then((opened) =>
    closing.add(opened, (each) => each.close()),
  );
  opening.catch(() => undefined); // it is heard of below
  const lease = closing.add(await starting.lease, (each) => each.release());
  const [server, connection, store] = await Promise.all([
    clientOf(lease, plan, closing),
    NativeConnection.connect({ address: lease.address }).then((opened) =>
      closing.add(opened, (each) => each.close()),
    ),
    opening,
  ]);
  const parts = partsFor(plan, server);
  closing.add(keepRunsSoon(server, log), (keeping) => keeping.done());
  const { temporal } = parts;
  const earlierQueues = !starting.isNew && (await mayHaveRuns(temporal, parts.queue));
  const { namespace } = lease;
  const own = { ...options, connection, namespace, store, bundle, earlierQueues: false };
  const start = (each: LocalPlan) =>
    each === plan
      ? startGeneration(plan, { ...own, earlierQueues })
      : startAnother(each, lease.address, own);
  const openRuns = (each: LocalPlan) => openRunsOn(temporal, queuesOf(each.suffix).workflows);
  const generations = new CodeGenerations<LocalPlan>({ start, openRuns });
  closing.add(generations, (each) => each.close());
  await generations.begin(plan);
  const now = { lease, suffix: plan.suffix, serving: plan.serving, broken: generations.ended };
  const client = new LocalClient({ ...parts, ...readsOf(store) }, now);
  const renew = async (next: LocalPlan) => {
    await generations.begin(next);
    const { suffix, serving, defaults } = next;
    Object.assign(now, { suffix, serving });
    Object.assign(client.parts, { queue: queuesOf(suffix).workflows, serving, defaults });
  };
  return { client, renew };
}

/** What the client reads without a worker. */
function readsOf(store: Store) {
  const { costsOf: readCosts, simulatedIn: readSimulated } = store.ledger;
  return {
    readTexts: (ids: readonly string[]) => store.messages.read(ids),
    readItems: (wanted: ItemsWanted) => itemsOfStep(store, wanted),
    storeTexts: (run: string, texts: readonly StoredText[]) =>
      createTextActivities({ store }).storeTexts({ texts: [...texts], author: 'user', run }),
    openEvents: eventsInStore(() => Promise.resolve(store)),
    readCosts,
    readSimulated,
    readTurns: (wanted: TurnsRead) => turnsWanted(store, wanted),
    threads: store.threads.reads,
  };
}

/** Temporal lets a connection have one worker a queue, and the shared queue is served by each. */
async function startAnother(plan: LocalPlan, address: string, own: OwnWorkers) {
  return await openAll(async (closing) => {
    const opened = await NativeConnection.connect({ address });
    const connection = closing.add(opened, (each) => each.close());
    const { ended, close } = await startGeneration(plan, { ...own, connection });
    closing.add(close, (each) => each());
    return { ended, close: () => closing.close() };
  });
}

async function startGeneration(plan: LocalPlan, own: OwnWorkers) {
  return await openAll(async (closing) => {
    const { ended } = await startOwn(plan, own, closing);
    return { ended, close: () => closing.close() };
  });
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
  return await openRunsOn(temporal, queue).then(
    (count) => count > 0,
    () => true,
  );
}

async function openRunsOn(temporal: Client, queue: string): Promise<number> {
  const running = `TaskQueue = '${queue}' AND ExecutionStatus = 'Running'`;
  return (await temporal.workflow.count(running)).count;
}
