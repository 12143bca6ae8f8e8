import type { StoredText } from '../../core/model-call.ts';
import { Failure, failure } from '../../core/failures.ts';
import { withoutKnownKeys } from '../known-keys.ts';
import { prepared } from './prepared.ts';
import type { Database, MessagesTable } from './tables.ts';
import { wellFormed } from '../../core/unicode.ts';

/** A message to be stored. */
export type NewMessage = Pick<MessagesTable, 'id' | 'author' | 'role' | 'content' | 'run'> &
  Partial<Pick<MessagesTable, 'turn' | 'created_at'>>;

/** Ids of one query: well below the variables a database allows. */
const measuredAtOnce = 500;

/** Contents of one query, which are read in one piece. */
const readAtOnce = 25;

/**
 * Stores a message. The first content under an id stays; storing the same again changes nothing.
 *
 * @returns whether it was new
 */
export async function putMessage(db: Database, message: NewMessage): Promise<boolean> {
  const { numAffectedRows } = await insertMessage(db, {
    turn: null,
    created_at: new Date().toISOString(),
    ...message,
    bytes: Buffer.byteLength(message.content),
  });
  return numAffectedRows === 1n;
}

const insertMessage = prepared((db, message: MessagesTable) => {
  const { id, author, role, content, bytes, run, turn, created_at } = message;
  return db
    .insertInto('messages')
    .values({ id, author, role, content, bytes, run, turn, created_at })
    .onConflict((conflict) => conflict.column('id').doNothing());
});

/** A message's content; `undefined` when it is not there. */
export async function findMessage(db: Database, id: string): Promise<string | undefined> {
  const { rows } = await selectContent(db, { id });
  return rows[0]?.content;
}

const selectContent = prepared((db, { id }: { id: string }) =>
  db.selectFrom('messages').select('content').where('id', '=', id),
);

/**
 * Reads messages in the order asked for.
 *
 * @throws `Message.Missing` when one is not there
 */
export async function readMessages(db: Database, ids: readonly string[]): Promise<StoredText[]> {
  const found = new Map<string, string>();
  for (let start = 0; start < ids.length; start += readAtOnce) {
    const rows = await db
      .selectFrom('messages')
      .select(['id', 'content'])
      .where('id', 'in', ids.slice(start, start + readAtOnce))
      .execute();
    for (const row of rows) found.set(row.id, row.content);
  }
  refuseMissing(ids.filter((id) => !found.has(id)));
  return ids.map((id) => ({ id, text: found.get(id) ?? '' }));
}

/**
 * UTF-8 bytes that the messages have together, each counted as often as it is named.
 *
 * @throws `Message.Missing` when one is not there
 */
export async function measureMessages(db: Database, ids: readonly string[]): Promise<number> {
  const found = new Map<string, number>();
  for (let start = 0; start < ids.length; start += measuredAtOnce) {
    const rows = await db
      .selectFrom('messages')
      .select(['id', 'bytes'])
      .where('id', 'in', ids.slice(start, start + measuredAtOnce))
      .execute();
    for (const row of rows) found.set(row.id, row.bytes);
  }
  refuseMissing(ids.filter((id) => !found.has(id)));
  return ids.reduce((sum, id) => sum + (found.get(id) ?? 0), 0);
}

/**
 * A text as it may be kept: without the keys of this process, and as every database takes it: they end
 * a text at a NUL, or refuse it, and halves of characters too.
 */
export function storable(text: string): string {
  return storableName(withoutKnownKeys(text));
}

/**
 * The same for what is found again by it: keys are left, because each process knows others, and all
 * have to write it alike.
 */
export function storableName(name: string): string {
  return wellFormed(name.replaceAll('\0', '\u{FFFD}'));
}

function refuseMissing(missing: string[]): void {
  if (missing.length > 0) throw missingMessages(missing);
}

/** The failure where messages are looked for that this store does not have. */
export function missingMessages(missing: readonly string[]) {
  const named = missing.slice(0, 5).join(', ');
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  const what =
    missing.length === 1 ? `the message ${named} is` : `the messages ${named}${more} are`;
  return failure(
    Failure.messageMissing,
    `${what} not in this worker's store: the run was most likely started with ` +
      'another store. Use the same state folder or DATABASE_URL on every worker of a run',
    { details: { missing: missing.slice(0, 100) } },
  );
}
