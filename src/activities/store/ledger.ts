import type { CallKey, CallOwner, ModelReply } from '../../core/model-call.ts';
import type { FailureType } from '../../core/failures.ts';
import { toReply } from './ledger-row.ts';
import type { Database, ModelCallsTable } from './tables.ts';
import type { CallInput } from './turns.ts';

/** What identifies a row: the call, and what exactly was asked. */
export interface LedgerKey extends CallKey {
  /** SHA-256 of the request as the workflow gave it. */
  requestHash: string;
}

/** A call that is about to be made. */
export interface StartedCall extends LedgerKey {
  owner: CallOwner;
  agentName: string;
  provider: string;
  model: string;
  simulated: boolean;
  /** What the call adds to its step's conversation: later calls read it from here. */
  input: CallInput;
}

/** The reply of a call that was made before with the same request; `undefined` if it was not. */
export async function findCompleted(db: Database, key: LedgerKey): Promise<ModelReply | undefined> {
  const row = await db
    .selectFrom('model_calls')
    .innerJoin('messages', 'messages.id', 'model_calls.message_id')
    .selectAll('model_calls')
    .select(['messages.content', 'messages.bytes', 'messages.turn'])
    .where('model_calls.status', '=', 'completed')
    .where((condition) => condition.and(keyColumns(key)))
    .executeTakeFirst();
  return row === undefined ? undefined : toReply(row);
}

/** Writes down that a call is about to be made, before the provider is asked. */
export async function startCall(db: Database, call: StartedCall): Promise<void> {
  const attempt = { status: 'started', started_at: new Date().toISOString() } as const;
  await db
    .insertInto('model_calls')
    .values({ ...keyColumns(call), ...ownerColumns(call), ...attempt })
    .onConflict((conflict) =>
      conflict
        .columns(['execution', 'step', 'number', 'request_hash'])
        .doUpdateSet(attempt)
        .where('model_calls.status', '<>', 'completed'),
    )
    .execute();
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

function ownerColumns(call: StartedCall) {
  const { owner, agentName, provider, model, simulated, input } = call;
  return {
    ...owner,
    agent: agentName,
    provider,
    model,
    simulated: Number(simulated),
    input: JSON.stringify(input),
    failures: 0,
    input_tokens: 0,
    output_tokens: 0,
    cached_tokens: 0,
    cache_write_tokens: 0,
    reasoning_tokens: 0,
  } satisfies Partial<ModelCallsTable>;
}
