import type { Capabilities } from '../../core/capabilities.ts';
import { keyColumns, type LedgerKey } from './ledger.ts';
import type { Database } from './tables.ts';
import type { CallInput } from './turns.ts';

/** A call was asked otherwise than it was written down when it began: as the endpoint takes it. */
export async function adaptAsked(db: Database, key: LedgerKey, can: Capabilities): Promise<void> {
  const row = await db
    .selectFrom('model_calls')
    .select('input')
    .where((condition) => condition.and(keyColumns(key)))
    .executeTakeFirst();
  const input = row?.input == null ? null : (JSON.parse(row.input) as CallInput);
  if (input?.asked === undefined) return;
  const adapted: CallInput = { ...input, asked: { ...input.asked, can } };
  await db
    .updateTable('model_calls')
    .set({ input: JSON.stringify(adapted) })
    .where((condition) => condition.and(keyColumns(key)))
    .execute();
}
