import { NativeConnection } from '@temporalio/worker';
import { openStore, type Store } from '../activities/store/open-store.ts';
import { AgentsClient, type ClientParts } from '../client/runs/agents-client.ts';
import type { Serving } from '../core/serving.ts';
import { attachParts } from './attach.ts';
import { type Closing, openAll } from './closing.ts';
import { keepRuns } from './embedded/index.ts';
import { isReady } from './endpoints.ts';
import { startSimulated } from './simulated-endpoint.ts';
import { type LocalOptions, type LocalPlan, planLocal } from './local-plan.ts';
import { installRuntime } from './temporal-runtime.ts';
import { bundleOf } from './workflow-bundle.ts';
import { startWorkers, type WorkerGroup } from './worker-group.ts';

export type { LocalOptions } from './local-plan.ts';

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
  return await openPlanned(await planLocal(options), options);
}

/** Opens what was planned with the same options. */
export async function openPlanned(plan: LocalPlan, options: LocalOptions): Promise<LocalClient> {
  installRuntime(options.log ?? (() => undefined));
  return await openAll((closing) => open(plan, options, closing));
}

async function open(
  plan: LocalPlan,
  options: LocalOptions,
  closing: Closing,
): Promise<LocalClient> {
  const { serving, suffix } = plan;
  const log = options.log ?? (() => undefined);
  const [{ parts, address }, store] = await Promise.all([
    attachParts(plan, { log }, closing),
    openStore(plan.databaseUrl).then((opened) => closing.add(opened, (each) => each.close())),
  ]);
  const { workflowService, options: temporal } = parts.temporal;
  await keepRuns(workflowService, temporal.namespace).catch((error: unknown) =>
    log(`the server forgets ended runs after a day: ${String(error)}`),
  );
  const place = { address, namespace: temporal.namespace };
  const workers = await startOwn(plan, { ...options, ...place, store }, closing);
  const readTexts = (ids: readonly string[]) => store.messages.read(ids);
  return new LocalClient({ ...parts, readTexts }, { suffix, serving, workers });
}

interface Own extends Pick<LocalOptions, 'serve' | 'workflowsPath'> {
  address: string;
  namespace: string;
  store: Store;
}

async function startOwn(plan: LocalPlan, own: Own, closing: Closing): Promise<WorkerGroup> {
  const { address, namespace, store } = own;
  const all = own.serve !== 'read';
  const connection = closing.add(await NativeConnection.connect({ address }), (each) =>
    each.close(),
  );
  const running = await startSimulated(all ? plan.endpoints.filter(isReady) : []);
  closing.add(running, (each) => each.close());
  const workers = await startWorkers({
    connection,
    namespace,
    suffix: plan.suffix,
    store,
    endpoints: running.endpoints,
    transforms: all ? plan.transforms : null,
    tools: plan.tools,
    workflows: all,
    sharedQueue: plan.sharedQueue,
    ...(own.workflowsPath === undefined ? {} : { bundle: await bundleOf(own.workflowsPath) }),
  });
  return closing.add(workers, (each) => each.stop());
}
