import { randomUUID } from 'node:crypto';
import { failureType, messageOf } from '../core/failures.ts';
import type { Caller } from './caller.ts';
import { RefusedRequest, refusalOf } from './errors.ts';
import type { Service } from './service.ts';

/** The threads that a run is to write into, and whose it is. */
interface Wanted {
  threads: readonly string[];
  /** `null`: nobody's. */
  user: string | null;
}

/**
 * Starts a run that writes into threads, which have to be the caller's: each belongs to the user of its
 * first writer. Where one is somebody else's, or the start is refused, none becomes the caller's by it.
 *
 * @throws 403 where one is somebody else's, and what `start` throws
 */
export async function startInThreads(
  service: Service,
  caller: Caller,
  { threads, user }: Wanted,
  start: () => Promise<unknown>,
): Promise<void> {
  const token = randomUUID();
  try {
    await claim(service, caller, { threads, user }, token);
    await start();
  } catch (error) {
    if (!mayHaveStarted(error)) await giveBack(service, threads, token);
    throw error;
  }
}

async function claim(
  { threads: all }: Service,
  { user: only }: Caller,
  { threads, user }: Wanted,
  start: string,
): Promise<void> {
  const isOwn = (owner: string | null) => only === null || owner === only;
  if (threads.length > 1) {
    for (const thread of threads) {
      const owner = await all.owner(thread);
      if (owner !== undefined && !isOwn(owner)) throw foreignThread(thread);
    }
  }
  for (const thread of threads)
    if (!isOwn(await all.claim({ thread, user, start }))) throw foreignThread(thread);
}

function foreignThread(thread: string) {
  return new RefusedRequest('Request.Forbidden', `the thread '${thread}' is somebody else's`);
}

/** Whether a run may go on behind an error: where Temporal gave no answer, nobody can tell. */
function mayHaveStarted(error: unknown): boolean {
  return failureType(error) === undefined && refusalOf(error).status >= 500;
}

/** A thread that is not given back is an empty one that its user can go on to write into. */
async function giveBack(
  { threads: all, settings }: Service,
  threads: readonly string[],
  start: string,
): Promise<void> {
  for (const thread of threads)
    await all.giveBack({ thread, start }).catch((error: unknown) => {
      settings.log(
        `the thread '${thread}' stays claimed by a run that was not started: ${messageOf(error)}`,
      );
    });
}
