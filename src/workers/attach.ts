import { existsSync } from 'node:fs';
import { Client } from '@temporalio/client';
import { databaseAddress } from '../activities/store/database-url.ts';
import type { Store } from '../activities/store/open-store.ts';
import { AgentsClient } from '../client/runs/agents-client.ts';
import type { ClientParts } from '../client/runs/client-parts.ts';
import { openConnection } from '../client/runs/server-connection.ts';
import type { LockListing } from '../core/locks.ts';
import { queuesOf } from '../core/queues.ts';
import { type Closing, openAll } from './closing.ts';
import { acquireServer, type ServerLease } from './embedded/index.ts';
import type { LocalPlan } from './local-plan.ts';

export interface AttachOptions {
  /** Told one line at a time what goes on. Default: nobody. */
  log?: (line: string) => void;
}

/**
 * A client of the embedded server that serves nothing: no run goes on by it. Texts that the histories
 * do not have it reads from the store itself.
 *
 * @throws `Worker.Unconfigured` when there is no server binary, or it does not start
 */
export async function attach(plan: LocalPlan, options: AttachOptions = {}): Promise<AgentsClient> {
  return await openAll(async (closing) => {
    const { parts } = await attachParts(plan, options, closing);
    let store: Promise<Store> | undefined;
    return new AgentsClient({
      ...parts,
      async readTexts(ids) {
        store ??= openOwnStore(plan, closing);
        return await (await store).messages.read(ids);
      },
    });
  });
}

/** Who holds which lock and who waits, from the store itself: no server is needed, nor a store made. */
export async function listLocks(plan: LocalPlan): Promise<LockListing> {
  const address = databaseAddress(plan.databaseUrl);
  if (address.kind === 'sqlite' && !existsSync(address.path)) return { locks: [], more: 0 };
  return await openAll(async (closing) => {
    const { createLockActivities } = await import('../activities/list-locks.ts');
    const listing = await createLockActivities({
      store: await openOwnStore(plan, closing),
    }).listLocks();
    await closing.close();
    return listing;
  });
}

async function openOwnStore({ databaseUrl }: LocalPlan, closing: Closing): Promise<Store> {
  const { openStore } = await import('../activities/store/open-store.ts');
  return closing.add(await openStore(databaseUrl), (each) => each.close());
}

/** What an embedded client is made of, whoever reads its store. */
export async function attachParts(
  plan: LocalPlan,
  { log = () => undefined }: AttachOptions,
  closing: Closing,
): Promise<{ parts: ClientParts; lease: ServerLease }> {
  const lease = closing.add(await acquireServer({ stateDir: plan.stateDir, log }), (each) =>
    each.release(),
  );
  const { address, namespace, uiUrl: webUrl } = lease;
  const connection = closing.add(await openConnection(address), (each) => each.close());
  const parts = {
    temporal: new Client({ connection, namespace }),
    queue: queuesOf(plan.suffix).workflows,
    sharedQueue: plan.sharedQueue,
    webUrl,
    defaults: plan.defaults,
    serving: plan.serving,
    heartbeatTimeoutMs: plan.heartbeatTimeoutMs,
    close: () => closing.close(),
  };
  return { parts, lease };
}
