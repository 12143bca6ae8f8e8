import { batchesOf } from '../../core/batches.ts';
import { invalidInput } from '../../core/parse-input.ts';
import { letOthersRun } from '../event-loop.ts';
import type { NewMessage } from './messages.ts';
import type { Database } from './tables.ts';
import { type Appended, appendToThread, holdThread } from './threads.ts';
import { inTransaction } from './transaction.ts';

/** What one statement stores, in one piece. */
const atOnce = { messages: 100, bytes: 1024 * 1024 };

/**
 * Stores new messages and appends them to a thread, all of them or none. Ids that are stored
 * already with the same content change nothing.
 *
 * @throws `Input.Invalid` for an id that is stored with another content, author or role
 */
export function appendMessages(
  db: Database,
  thread: string,
  messages: readonly NewMessage[],
): Promise<Appended[]> {
  if (messages.length === 0) return Promise.resolve([]);
  return inTransaction(db, async (transaction) => {
    await holdThread(transaction, thread); // before the messages, so that two writers cannot block each other
    for (const some of batchesOf(messages, atOnce.bytes, sizeOf)) {
      await putSome(transaction, some);
      await letOthersRun();
    }
    const ids = messages.map(({ id }) => id);
    return await appendToThread(transaction, thread, ids);
  });
}

function sizeOf({ content }: NewMessage): number {
  return Math.max(content.length, atOnce.bytes / atOnce.messages);
}

async function putSome(db: Database, messages: readonly NewMessage[]): Promise<void> {
  const created_at = new Date().toISOString();
  const rows = messages.map((message) => ({
    ...message,
    bytes: Buffer.byteLength(message.content),
    created_at,
  }));
  await db
    .insertInto('messages')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await refuseTaken(db, messages);
}

/** Also finds two messages of one id in the same call: only the first of them was stored. */
async function refuseTaken(db: Database, messages: readonly NewMessage[]): Promise<void> {
  const stored = await db
    .selectFrom('messages')
    .select(['id', 'author', 'role', 'content'])
    .where(
      'id',
      'in',
      messages.map(({ id }) => id),
    )
    .execute();
  const known = new Map(stored.map((row) => [row.id, row]));
  const taken = messages.filter((message) => {
    const { author, role, content } = known.get(message.id) ?? message;
    return author !== message.author || role !== message.role || content !== message.content;
  });
  if (taken.length === 0) return;
  throw invalidInput(
    'the message',
    taken.slice(0, 5).map(({ id }) => ({
      path: 'id',
      message: `'${id}' is already stored with a different content, author or role: give a new message a new id`,
    })),
  );
}
