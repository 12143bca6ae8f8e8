import { fingerprint } from '../../../../src/simulated-model/fingerprint.ts';
import type { RecordedRequest } from '../../../../src/testing/index.ts';
import type { Worker } from '../fleet.ts';
import { until } from '../../../support/live-world.ts';
import { grouped } from '../paid-again.ts';
import type { CrashWorld } from '../world.ts';

/** What was killed, and between which moments: milliseconds since the epoch. */
export interface Kill {
  serve: string;
  from: number;
  to: number;
}

/** What is killed, and how long that goes on. */
interface Killing {
  world: Pick<CrashWorld, 'fleet' | 'model'>;
  workers: Worker[];
  /** How many are killed at most. */
  atMost: number;
  /** Whether there is nothing left to disturb. */
  isOver: () => boolean;
}

/** So many calls in flight that a model worker has some of them. */
const enough = 4;

/**
 * Kills one worker after another and starts another one in its place, in turn; a model worker when
 * calls are in flight.
 */
export async function killInTurn({
  world: { fleet, model },
  workers,
  atMost,
  isOver,
}: Killing): Promise<Kill[]> {
  const kills: Kill[] = [];
  const inFlight = () => model.requests.filter(({ endedAt }) => endedAt === null).length;
  while (kills.length < atMost) {
    const index = kills.length % workers.length;
    const old = workers[index];
    if (old === undefined) break;
    const isTime = () => old.serve === 'workflows' || inFlight() >= enough;
    await until(() => isTime() || isOver(), `${enough} calls in flight`, 60_000);
    if (isOver()) break;
    const from = Date.now();
    await old.kill();
    kills.push({ serve: old.serve, from, to: Date.now() });
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
  const ofModels = kills.filter(({ serve }) => serve !== 'workflows');
  const isKilled = ({ at, endedAt }: RecordedRequest) => {
    const end = endedAt ?? Infinity;
    return ofModels.some(
      ({ from, to }) => at <= to && end > from - nearMs && end < to + nearMs, // it may begin while it is killed
    );
  };
  const unexplained = calls.flatMap((attempts) =>
    attempts.slice(0, -1).filter((attempt) => !isKilled(attempt)),
  );
  return { needed: calls.length, made: requests.length, unexplained };
}
