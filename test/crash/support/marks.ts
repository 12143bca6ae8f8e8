import type { Kysely } from 'kysely';
import type { Tables } from '../../../src/activities/store/tables.ts';
import { fingerprint } from '../../../src/simulated-model/fingerprint.ts';
import type { RecordedRequest } from '../../../src/testing/index.ts';

// Replies that say which request they answer, so that a row of the ledger and the requests for it find each other.

/** Names what was asked: the same for each attempt of a call. */
export const markOf = (request: RecordedRequest): string =>
  `~${fingerprint(request).slice(0, 16)}~`;

/** The last mark in a text: before it there may be those of what the text is about. */
export function lastMarkIn(text: string): string {
  const mark = text.match(/~[0-9a-f]{16}~/g)?.at(-1);
  if (mark === undefined) throw new Error(`a text without a mark: ${text.slice(0, 200)}`);
  return mark;
}

/** What the ledger says of the calls of a run that were asked for with marks. */
export interface Finished {
  /** Replies in the ledger. */
  journaled: number;
  /** Calls that it has more than one reply of. */
  twice: number;
  /** Requests whose reply was in it before they were made. */
  askedAgain: number;
}

export async function finishedOf(
  run: string,
  requests: readonly RecordedRequest[],
  tables: Kysely<Tables>,
): Promise<Finished> {
  const rows = await tables
    .selectFrom('model_calls')
    .innerJoin('messages', 'messages.id', 'model_calls.message_id')
    .select(['messages.content', 'model_calls.completed_at'])
    .where('model_calls.run', '=', run)
    .where('model_calls.status', '=', 'completed')
    .execute();
  const ends = new Map(
    rows.map((row) => [lastMarkIn(row.content), Date.parse(row.completed_at ?? '')] as const),
  );
  const askedAgain = requests.filter((each) => each.at > (ends.get(markOf(each)) ?? Infinity));
  return {
    journaled: rows.length,
    twice: rows.length - ends.size,
    askedAgain: askedAgain.length,
  };
}
