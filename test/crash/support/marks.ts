import type { Kysely } from 'kysely';
import type { Tables } from '../../../src/activities/store/tables.ts';
import { fingerprint } from '../../../src/simulated-model/fingerprint.ts';
import type { RecordedRequest } from '../../../src/testing/index.ts';

/** Names what was asked: the same for each attempt of a call. */
export const markOf = (request: RecordedRequest): string => fingerprint(request).slice(0, 16);

/** What a model says: the same for the same request, and with its mark in it. */
export type MarkedReply = (request: RecordedRequest) => string;

/** What the ledger says of the calls of a run. */
export interface Finished {
  /** Replies in the ledger. */
  journaled: number;
  /** Replies that it has more than once. */
  twice: number;
  /** Requests that were made when their reply was in it. */
  askedAgain: number;
}

/** @throws Error when the ledger has a reply that was not given */
export async function finishedOf(
  run: string,
  requests: readonly RecordedRequest[],
  { tables, reply }: { tables: Kysely<Tables>; reply: MarkedReply },
): Promise<Finished> {
  const rows = await tables
    .selectFrom('model_calls')
    .innerJoin('messages', 'messages.id', 'model_calls.message_id')
    .select(['messages.content', 'model_calls.completed_at'])
    .where('model_calls.run', '=', run)
    .where('model_calls.status', '=', 'completed')
    .execute();
  const ends = new Map(
    rows.map((row) => [row.content, Date.parse(row.completed_at ?? '')] as const),
  );
  const given = requests.map((request) => ({ at: request.at, text: reply(request) }));
  const texts = new Set(given.map(({ text }) => text));
  const strange = rows.find(({ content }) => !texts.has(content));
  if (strange !== undefined) throw new Error(`nobody has said: ${strange.content}`);
  return {
    journaled: rows.length,
    twice: rows.length - ends.size,
    askedAgain: given.filter(({ at, text }) => at > (ends.get(text) ?? Infinity)).length,
  };
}
