import { storable } from './messages.ts';
import type { Database } from './tables.ts';
import { inTransaction } from './transaction.ts';

/** Rows of one statement: well below the variables that a database allows. */
const rowsAtOnce = 100;

/** Items of one transaction: others write in between. */
const itemsAtOnce = 1_000;

/** Stores the items of a list, each as a message of its own. */
export async function putItems(
  db: Database,
  { list, run }: { list: string; run: string },
  items: readonly string[],
): Promise<void> {
  for (let start = 0; start < items.length; start += itemsAtOnce) {
    const end = Math.min(start + itemsAtOnce, items.length);
    await inTransaction(db, async (transaction) => {
      for (let at = start; at < end; at += rowsAtOnce)
        await putRows(
          transaction,
          rowsOf(list, run, items.slice(at, Math.min(at + rowsAtOnce, end)), at),
        );
    });
  }
}

function rowsOf(list: string, run: string, items: readonly string[], before: number) {
  const created_at = new Date().toISOString();
  return items.map((item, index) => {
    const content = storable(item);
    const position = before + index + 1;
    const id = `${list}#${position}`;
    const bytes = Buffer.byteLength(content);
    const message = { id, author: 'run', role: 'user' as const, content, bytes, run, turn: null };
    const row = { list, position, state: 'pending' as const, input: id, bytes };
    return { message: { ...message, created_at }, row };
  });
}

async function putRows(db: Database, rows: ReturnType<typeof rowsOf>): Promise<void> {
  await db
    .insertInto('messages')
    .values(rows.map(({ message }) => message))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await db
    .insertInto('list_items')
    .values(rows.map(({ row }) => ({ ...row, content: null, error: null, cost: null })))
    .onConflict((conflict) => conflict.columns(['list', 'position']).doNothing())
    .execute();
}
