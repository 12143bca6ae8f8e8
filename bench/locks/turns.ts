import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LockContender, LockContenderName } from './contenders.ts';

/** What one process does. */
export interface Turns {
  contender: LockContenderName;
  url: string;
  waiters: number;
  times: number;
  holdMs: number;
}

/** Has waiters take the lock in turns; gives the milliseconds it was held in all. */
export async function takeTurns(
  contender: LockContender,
  { waiters, times, holdMs }: Pick<Turns, 'waiters' | 'times' | 'holdMs'>,
): Promise<number> {
  let heldMs = 0;
  const take = async () => {
    for (let turn = 0; turn < times; turn += 1) {
      await contender.withLock(async () => {
        const since = performance.now();
        await sleep(holdMs);
        heldMs += performance.now() - since;
      });
    }
  };
  await Promise.all(Array.from({ length: waiters }, take));
  return heldMs;
}

/** Has processes do it at once; gives the milliseconds a turn took beyond the time it was held. */
export async function overheadOf(processes: number, turns: Turns): Promise<number> {
  const children = await Promise.all(Array.from({ length: processes }, () => start(turns)));
  const since = performance.now();
  const held = await Promise.all(children.map((child) => go(child)));
  const tookMs = performance.now() - since;
  const heldMs = held.reduce((sum, ms) => sum + ms, 0);
  return (tookMs - heldMs) / (processes * turns.waiters * turns.times);
}

async function start(turns: Turns): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('taker.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, LOCK_TURNS: JSON.stringify(turns) },
  });
  await once(child, 'message');
  return child;
}

async function go(child: ChildProcess): Promise<number> {
  const said = once(child, 'message') as Promise<[number]>;
  child.send('go');
  const [heldMs] = await said;
  return heldMs;
}
