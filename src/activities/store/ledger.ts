import type { CallKey, ModelReply } from '../../core/model-call.ts';
import type { FailureType } from '../../core/failures.ts';
import { toReply } from './ledger-row.ts';
import { prepared } from './prepared.ts';
import type { Database } from './tables.ts';

/** What identifies a row: the call, and what exactly was asked. */
export interface LedgerKey extends CallKey {
  /** SHA-256 of the request as the workflow gave it. */
  requestHash: string;
}

/** One name for a call, and the id of its reply's message. */
export function callName({ execution, step, number }: CallKey): string {
  return `${execution}/${step}#${number}`;
}

const selectCompleted = prepared((db, key: LedgerKey) =>
  db
    .selectFrom('model_calls')
    .innerJoin('messages', 'messages.id', 'model_calls.message_id')
    .selectAll('model_calls')
    .select(['messages.content', 'messages.bytes', 'messages.turn'])
    .where('model_calls.status', '=', 'completed')
    .where((condition) => condition.and(keyColumns(key))),
);

/** The reply of a call that was made before with the same request; `undefined` if it was not. */
export async function findCompleted(db: Database, key: LedgerKey): Promise<ModelReply | undefined> {
  const { rows } = await selectCompleted(db, key);
  return rows[0] === undefined ? undefined : toReply(rows[0]);
}

/**
 * Writes down that the provider failed an attempt.
 *
 * @returns how many attempts of this call it has failed so far
 */
export async function failCall(db: Database, key: LedgerKey, type: FailureType): Promise<number> {
  const row = await db
    .updateTable('model_calls')
    .set((column) => ({
      status: 'failed',
      failures: column('failures', '+', 1),
      error_type: type,
    }))
    .where((condition) => condition.and(keyColumns(key)))
    .where('status', '<>', 'completed')
    .returning('failures')
    .executeTakeFirst();
  return row?.failures ?? 1;
}

/** The columns that identify a row. */
export function keyColumns(key: LedgerKey) {
  return {
    execution: key.execution,
    step: key.step,
    number: key.number,
    request_hash: key.requestHash,
  };
}
