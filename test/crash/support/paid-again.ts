import type { Kysely } from 'kysely';
import type { Tables } from '../../../src/activities/store/tables.ts';
import { fingerprint } from '../../../src/simulated-model/fingerprint.ts';
import type { RecordedRequest } from '../../../src/testing/index.ts';
import { agentOf } from '../../support/live-world.ts';

/**
 * How many requests came after their reply was in the ledger, of runs that are each about a proposal of
 * its own and ask an agent one thing after another: the n-th that it was asked is in its n-th row.
 *
 * @param proposals by the ids of the runs about them. Default: they are called as their runs are
 * @throws Error when requests and rows do not belong together
 */
export async function askedAfterJournaled(
  requests: readonly RecordedRequest[],
  tables: Kysely<Tables>,
  proposals: ReadonlyMap<string, string> = new Map(),
): Promise<number> {
  const rows = await tables
    .selectFrom('model_calls')
    .select(['run', 'agent', 'completed_at'])
    .where('status', '=', 'completed')
    .orderBy('completed_at')
    .execute();
  const journaled = grouped(rows, ({ run, agent }) => `${proposals.get(run) ?? run} ${agent}`);
  let late = 0;
  for (const [asker, asked] of grouped(
    requests,
    (each) => `${proposalIn(each)} ${agentOf(each)}`,
  )) {
    const calls = [...grouped(asked, fingerprint).values()];
    const ends = (journaled.get(asker) ?? []).map((row) => Date.parse(row.completed_at ?? ''));
    if (calls.length !== ends.length) {
      throw new Error(`${asker} asked ${calls.length} things and has ${ends.length} replies`);
    }
    late += calls.flatMap((same, n) => same.filter(({ at }) => at > (ends[n] ?? 0))).length;
  }
  return late;
}

/** What an agent is asked names the proposal that its run is about. */
export function proposalIn({ messages }: RecordedRequest): string {
  return /proposal (\w+-\d+)/.exec(messages.map(({ content }) => content).join('\n'))?.[1] ?? '';
}

export function grouped<T>(all: readonly T[], by: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(by(each), [...(groups.get(by(each)) ?? []), each]);
  return groups;
}
