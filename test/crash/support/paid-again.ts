import type { Kysely } from 'kysely';
import type { Tables } from '../../../src/activities/store/tables.ts';
import { fingerprint } from '../../../src/simulated-model/fingerprint.ts';
import type { RecordedRequest } from '../../../src/testing/index.ts';
import { agentOf } from '../../support/live-world.ts';

/**
 * How many requests of debates came after their reply was in the ledger. In a debate an agent is asked
 * one thing after another, so the n-th that it was asked is in its n-th row.
 *
 * @throws Error when requests and rows do not belong together
 */
export async function askedAfterJournaled(
  requests: readonly RecordedRequest[],
  tables: Kysely<Tables>,
): Promise<number> {
  const rows = await tables
    .selectFrom('model_calls')
    .select(['run', 'agent', 'completed_at'])
    .where('status', '=', 'completed')
    .orderBy('completed_at')
    .execute();
  const journaled = grouped(rows, ({ run, agent }) => `${run} ${agent}`);
  let late = 0;
  for (const [asker, asked] of grouped(requests, (each) => `${runOf(each)} ${agentOf(each)}`)) {
    const calls = [...grouped(asked, fingerprint).values()];
    const ends = (journaled.get(asker) ?? []).map((row) => Date.parse(row.completed_at ?? ''));
    if (calls.length !== ends.length) {
      throw new Error(`${asker} asked ${calls.length} things and has ${ends.length} replies`);
    }
    late += calls.flatMap((same, n) => same.filter(({ at }) => at > (ends[n] ?? 0))).length;
  }
  return late;
}

/** A debate's question names its run. */
function runOf({ messages }: RecordedRequest): string {
  return /proposal (\w+-\d+)/.exec(messages.map(({ content }) => content).join('\n'))?.[1] ?? '';
}

function grouped<T>(all: readonly T[], by: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(by(each), [...(groups.get(by(each)) ?? []), each]);
  return groups;
}
