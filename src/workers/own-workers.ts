import type { NativeConnection } from '@temporalio/worker';
import { McpPool } from '../activities/mcp/pool.ts';
import type { Store } from '../activities/store/open-store.ts';
import type { Closing } from './closing.ts';
import { isReady } from './endpoints.ts';
import type { LocalOptions, LocalPlan } from './local-plan.ts';
import { safeLog } from './safe-log.ts';
import { startSimulated } from './simulated-endpoint.ts';
import { startWorkers, type WorkerGroup } from './worker-group.ts';

/** What the workers of an embedded client share. */
export interface OwnWorkers extends Pick<LocalOptions, 'serve' | 'log'> {
  /** @see WorkerGroupOptions.sharedAfterMs */
  sharedAfterMs?: number;
  connection: NativeConnection;
  namespace: string;
  store: Store;
  earlierQueues: boolean;
  bundle: { code: string } | undefined;
}

/** Starts the workers of a plan, and what they need beside them. */
export async function startOwn(
  plan: LocalPlan,
  own: OwnWorkers,
  closing: Closing,
): Promise<WorkerGroup> {
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
