import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from './fleet.ts';

/** Workers of which one is replaced every two seconds, in turn, until `stop`. */
export interface Rolling {
  /** @returns how many were replaced */
  stop(): Promise<number>;
}

const intervalMs = 2_000;

export function replaceInTurn(
  start: (serve: string) => Promise<Worker>,
  workers: Worker[],
  end: 'stop' | 'kill',
): Rolling {
  const ending: Promise<void>[] = [];
  let going = true;
  const run = async () => {
    for (let turn = 0; ; turn++) {
      const next = sleep(intervalMs);
      if (!going) return turn;
      const old = workers[turn % workers.length];
      if (old === undefined) return turn;
      ending.push(old[end]());
      workers[turn % workers.length] = await start(old.serve);
      await next;
    }
  };
  const replaced = run();
  replaced.catch(() => undefined); // `stop` tells
  return {
    async stop() {
      going = false;
      const count = await replaced;
      await Promise.all(ending);
      return count;
    },
  };
}

/** Two workers of each kind. */
export async function startPairs(start: (serve: string) => Promise<Worker>, roles: string[]) {
  return await Promise.all([...roles, ...roles].map(start));
}
