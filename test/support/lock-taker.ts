/**
 * A process of its own that takes a lock again and again, and writes into a log when it enters and
 * leaves. Says `ready`, waits to be told to go, and tells each grant's fencing number.
 */
import { appendFileSync } from 'node:fs';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { failureType } from '../../src/core/failures.ts';
import { openLocks } from '../../src/workers/open-locks.ts';

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

/** Starts one; resolves when it is ready. */
export async function startTaker(taker: LockTaker): Promise<ChildProcess> {
  const child = fork(fileURLToPath(import.meta.url), [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, LOCK_TAKER: JSON.stringify(taker) },
  });
  await once(child, 'message');
  return child;
}

const given = process.env['LOCK_TAKER'];
if (given !== undefined) await take(JSON.parse(given) as LockTaker);

async function take({ url, name, times, parallel = 1, holdMs, lease, log }: LockTaker) {
  const locks = await openLocks(url);
  const say = (message: TakerMessage) => process.send?.(message);
  const takeAll = async () => {
    for (let taken = 0; taken < times; taken += 1) {
      const lock = await locks.getLock('test', 'one', { lease, holder: name });
      lock.signal.addEventListener('abort', () => {
        say({ lost: failureType(lock.signal.reason) ?? '' });
      });
      appendFileSync(log, `enter ${lock.fencing} ${name}\n`);
      say({ held: lock.fencing });
      await sleep(holdMs);
      appendFileSync(log, `leave ${lock.fencing} ${name}\n`);
      await lock.release();
    }
  };
  say('ready');
  await once(process, 'message');
  await Promise.all(Array.from({ length: parallel }, takeAll));
  say({ served: times * parallel });
  await locks.close();
  process.disconnect();
}
