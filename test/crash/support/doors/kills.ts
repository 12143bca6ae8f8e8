import { fingerprint } from '../../../../src/simulated-model/fingerprint.ts';
import type { RecordedRequest } from '../../../../src/testing/index.ts';
import type { Fleet, Worker } from '../fleet.ts';
import { grouped } from '../paid-again.ts';

/** What was killed, and when: milliseconds since the epoch. */
export interface Kill {
  serve: string;
  at: number;
}

/** Kills one worker after another and starts another one in its place, in turn. */
export async function killInTurn(
  fleet: Fleet,
  workers: Worker[],
  goesOn: (killed: number) => boolean,
): Promise<Kill[]> {
  const kills: Kill[] = [];
  while (goesOn(kills.length)) {
    const index = kills.length % workers.length;
    const old = workers[index];
    if (old === undefined) break;
    kills.push({ serve: old.serve, at: Date.now() });
    await old.kill();
    workers[index] = await fleet.start(old.serve);
  }
  return kills;
}

/** How soon after a kill its connections are closed, and before it a reply may have been sent that was not written down. */
const nearMs = 1_000;

/** How calls went that workers were killed at. */
export interface Attempts {
  needed: number;
  made: number;
  /** Attempts that were followed by another one though no worker was killed at their end. */
  unexplained: RecordedRequest[];
}

/** Looks at all attempts of each call: all but the last have to have ended with a model worker. */
export function attemptsOf(requests: readonly RecordedRequest[], kills: readonly Kill[]): Attempts {
  const calls = [...grouped(requests, fingerprint).values()];
  const times = kills.flatMap(({ serve, at }) => (serve === 'workflows' ? [] : [at]));
  const isKilled = ({ at, endedAt }: RecordedRequest) =>
    times.some((time) => time >= at && Math.abs(time - (endedAt ?? Infinity)) < nearMs);
  const unexplained = calls.flatMap((attempts) =>
    attempts.slice(0, -1).filter((attempt) => !isKilled(attempt)),
  );
  return { needed: calls.length, made: requests.length, unexplained };
}
