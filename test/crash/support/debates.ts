import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentsClient, DebateInput } from '../../../src/client/index.ts';
import type { Worker } from './fleet.ts';

/** Two agents over two rounds: ten calls one after another, votes and conclusion included. */
const debate = {
  kind: 'debate',
  agents: ['Advocate', 'Critic'].map((name) => ({ kind: 'agent', name, provider: 'openai' })),
  rounds: 2,
  stopEarly: false,
  roundTimeout: '10m',
} as const satisfies DebateInput;

/** Starts debates, each about something else, so that no two ask a model the same. */
export async function startDebates(client: AgentsClient, count: number, prefix: string) {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return await Promise.all(
    numbers.map((each) =>
      client.start(debate, `Is proposal ${prefix}-${each} worth its cost?`, {
        id: `${prefix}-${each}`,
      }),
    ),
  );
}

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
