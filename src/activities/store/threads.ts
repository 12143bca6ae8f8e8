import type { Database } from './tables.ts';
import { inTransaction } from './transaction.ts';

/** Rows of one statement: well below the variables a database allows. */
const rowsAtOnce = 500;

/** Where a message stands in its thread. */
export interface Appended {
  id: string;
  /** From 1, without gaps. */
  sequence: number;
}

/**
 * Appends stored messages to a thread, in order, and gives the number of each. A message that it
 * holds already stays where it is. The thread's row is held meanwhile: writers of all processes
 * queue for it, and what they append appears together or not at all.
 */
export function appendToThread(
  db: Database,
  thread: string,
  messages: readonly string[],
): Promise<Appended[]> {
  if (messages.length === 0) return Promise.resolve([]);
  return inTransaction(db, async (transaction) => {
    const last = await holdThread(transaction, thread);
    const places = await placesOf(transaction, thread, messages);
    const added = [...new Set(messages)].filter((id) => !places.has(id));
    for (const [index, id] of added.entries()) places.set(id, last + index + 1);
    await addRows(transaction, thread, places, added);
    return messages.map((id) => ({ id, sequence: places.get(id) ?? 0 }));
  });
}

/** Holds a thread's row until the transaction ends, and gives the number of its last message. */
export async function holdThread(transaction: Database, thread: string): Promise<number> {
  const { last_sequence } = await transaction
    .insertInto('threads')
    .values({
      id: thread,
      last_sequence: 0,
      created_at: new Date().toISOString(),
      owner: null,
      claims: null,
    })
    .onConflict((conflict) =>
      // A change that changes nothing: it is what takes hold of the row.
      conflict.column('id').doUpdateSet({ id: thread }),
    )
    .returning('last_sequence')
    .executeTakeFirstOrThrow();
  return last_sequence;
}

async function placesOf(db: Database, thread: string, messages: readonly string[]) {
  const places = new Map<string, number>();
  for (let start = 0; start < messages.length; start += rowsAtOnce) {
    const rows = await db
      .selectFrom('thread_messages')
      .select(['message_id', 'sequence'])
      .where('thread', '=', thread)
      .where('message_id', 'in', messages.slice(start, start + rowsAtOnce))
      .execute();
    for (const row of rows) places.set(row.message_id, row.sequence);
  }
  return places;
}

async function addRows(
  db: Database,
  thread: string,
  places: ReadonlyMap<string, number>,
  added: readonly string[],
): Promise<void> {
  if (added.length === 0) return;
  const rows = added.map((id) => ({ thread, sequence: places.get(id) ?? 0, message_id: id }));
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const some = rows.slice(start, start + rowsAtOnce);
    await db.insertInto('thread_messages').values(some).execute();
  }
  await db
    .updateTable('threads')
    .set((column) => ({ last_sequence: column('last_sequence', '+', added.length) }))
    .where('id', '=', thread)
    .execute();
}
