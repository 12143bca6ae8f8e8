import { Failure, failure } from '../core/failures.ts';
import type { ModelCall } from '../core/model-call.ts';
import type { Store } from './store/open-store.ts';
import type { CallInput, LedgerTurn } from './store/turns.ts';

/** A call of a step with its reply. */
export type EarlierTurn = LedgerTurn & { input: CallInput };

/**
 * The calls of a step up to the one that a call follows, the first one first. Each holds in the
 * ledger what it has added, so that no call has to repeat the ones before it.
 *
 * @throws `Message.Missing` when one is not in this worker's store
 */
export async function earlierTurns(
  store: Store,
  { after, key }: Pick<ModelCall, 'after' | 'key'>,
): Promise<EarlierTurn[]> {
  if (after === null) return [];
  const turns = await store.ledger.readTurns(key);
  const left = new Map(turns.map((turn) => [turn.message, turn]));
  const chain: EarlierTurn[] = [];
  for (let message: string | null = after; message !== null;) {
    const turn = left.get(message);
    if (turn === undefined || turn.input === null) throw missing(message, key);
    left.delete(message);
    chain.unshift({ ...turn, input: turn.input });
    message = turn.input.after;
  }
  return chain;
}

function missing(message: string, { step }: ModelCall['key']) {
  const text =
    `the reply ${message} of the step '${step}' is not in this worker's ledger: the run was most likely ` +
    'started with another store. Use the same state folder or DATABASE_URL on every worker of a run';
  return failure(Failure.messageMissing, text, { details: { missing: [message] } });
}
