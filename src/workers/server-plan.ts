import { studioUrlFrom } from '../client/runs/studio-url.ts';
import { sharedQueueOf } from '../core/queues.ts';
import { databaseUrl, stateDirFrom } from './env.ts';
import { storeDigest } from './store-digest.ts';

/** Which embedded server and which store are meant, found out without starting anything. */
export interface ServerPlan {
  stateDir: string;
  databaseUrl: string;
  /** As `storeDigest` gives it. */
  store: string;
  sharedQueue: string;
  /** Address of the studio, where one is said; `null`: that of who serves one on this state. */
  studioUrl: string | null;
}

/**
 * By the folder that is given and the environment.
 *
 * @throws `Input.Invalid` for an environment or a database that cannot be used
 */
export function planServer(stateDir: string = stateDirFrom(), studioUrl?: string): ServerPlan {
  const url = databaseUrl(stateDir);
  const store = storeDigest(url, stateDir);
  return {
    stateDir,
    databaseUrl: url,
    store,
    sharedQueue: sharedQueueOf(store),
    studioUrl: studioUrlFrom(process.env, studioUrl),
  };
}
