/**
 * A process of its own that takes a lock again and again, and writes into a log when it enters and
 * leaves. Says `ready`, waits to be told to go, and tells each grant's fencing number.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface LockTaker {
  url: string;
  /** Who it is, for the log and for people. */
  name: string;
  times: number;
  /** How many take turns in it. Default 1. */
  parallel?: number;
  holdMs: number;
  lease: string;
  /** File of the log. */
  log: string;
}

/** What it says. */
export type TakerMessage = 'ready' | { held: number } | { lost: string } | { served: number };

const script = fileURLToPath(new URL('./lock-taker-process.mjs', import.meta.url));

/** Starts one; resolves when it is ready. */
export async function startTaker(taker: LockTaker): Promise<ChildProcess> {
  const child = fork(script, [], {
    execArgv: [],
    env: { ...process.env, LOCK_TAKER: JSON.stringify(taker) },
  });
  await once(child, 'message');
  return child;
}
