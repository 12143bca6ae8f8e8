import { existsSync } from 'node:fs';
import { Client } from '@temporalio/client';
import { databaseAddress } from '../activities/store/database-url.ts';
import type { Store } from '../activities/store/open-store.ts';
import type { ServerClient, TurnsRead } from '../client/runs/server-client.ts';
import { openConnection } from '../client/runs/server-connection.ts';
import type { ItemsWanted } from '../core/list-items.ts';
import type { LockListing } from '../core/locks.ts';
import { type Closing, openAll } from './closing.ts';
import { acquireServer, type ServerLease, studioOf } from './embedded/index.ts';
import type { ServerPlan } from './server-plan.ts';

/** Told one line at a time what goes on. */
type Log = (line: string) => void;

/**
 * A client of the embedded server that serves nothing: no run goes on by it. Texts that the histories
 * do not have it reads from the store itself.
 *
 * @throws `Worker.Unconfigured` when there is no server binary, or it does not start
 */
export async function openEmbedded(plan: ServerPlan, log: Log): Promise<ServerClient> {
  return await openAll(async (closing) => {
    const { stateDir } = plan;
    const lease = closing.add(await acquireServer({ stateDir, log }), (each) => each.release());
    return { ...(await clientOf(lease, plan, closing)), ...(await readersOf(plan, closing)) };
  });
}

/** Reads texts and events from a store, which is opened with the first. */
async function readersOf(plan: ServerPlan, closing: Closing) {
  let opened: Promise<Store> | undefined;
  const store = () => (opened ??= openOwnStore(plan, closing));
  const [{ eventsInStore }, { turnsWanted }, { itemsOfStep }] = await Promise.all([
    import('../activities/events/store-events.ts'),
    import('../activities/run-turns.ts'),
    import('../activities/lists/list-work.ts'),
  ]);
  return {
    readTexts: async (ids: readonly string[]) => await (await store()).messages.read(ids),
    readItems: async (wanted: ItemsWanted) => await itemsOfStep(await store(), wanted),
    openEvents: eventsInStore(store),
    readTurns: async (wanted: TurnsRead) => await turnsWanted(await store(), wanted),
    readCosts: async (runs: readonly string[]) => await (await store()).ledger.costsOf(runs),
    readSimulated: async (runs: readonly string[]) =>
      await (await store()).ledger.simulatedIn(runs),
  };
}

/** Who holds which lock and who waits, from the store itself: no server is needed, nor a store made. */
export async function listLocks(plan: ServerPlan): Promise<LockListing> {
  const address = databaseAddress(plan.databaseUrl);
  if (address.kind === 'sqlite' && !existsSync(address.path)) return { locks: [], more: 0 };
  const { createLockActivities } = await import('../activities/list-locks.ts');
  return await openAll(async (closing) => {
    const store = await openOwnStore(plan, closing);
    const listing = await createLockActivities({ store }).listLocks();
    await closing.close();
    return listing;
  });
}

async function openOwnStore({ databaseUrl }: ServerPlan, closing: Closing): Promise<Store> {
  const { openStore } = await import('../activities/store/open-store.ts');
  return closing.add(await openStore(databaseUrl), (each) => each.close());
}

/** A client of the server that a lease is for. */
export async function clientOf(
  lease: ServerLease,
  { sharedQueue, stateDir, studioUrl }: ServerPlan,
  closing: Closing,
): Promise<ServerClient> {
  const connection = closing.add(await openConnection(lease.address), (each) => each.close());
  return {
    temporal: new Client({ connection, namespace: lease.namespace }),
    sharedQueue,
    webUrl: lease.uiUrl,
    studio: () => studioUrl ?? studioOf(stateDir),
    close: () => closing.close(),
  };
}
