import { sql } from 'kysely';
import type { ThreadClaim } from '../../core/thread-reads.ts';
import type { Database } from './tables.ts';
import { holdThread } from './threads.ts';
import { inTransaction } from './transaction.ts';

/** In the column: nobody's. */
export const nobody = '';

/**
 * Whose a thread is that nobody has claimed: that of the user whose run has written its first message,
 * as the ledger tells it.
 */
export const firstWriter = sql<string | null>`(
  select min(model_calls."user") from thread_messages
    join messages on messages.id = thread_messages.message_id
    join model_calls on model_calls.run = messages.run
  where thread_messages.thread = threads.id and thread_messages.sequence = 1)`;

/** So many starts are not all refused: with one more the owner stays. */
const mostClaims = 100;

/** @see ThreadReads.claim */
export async function claimThread(
  db: Database,
  { thread, user, start }: ThreadClaim,
): Promise<string | null> {
  return await inTransaction(db, async (transaction) => {
    const length = await holdThread(transaction, thread);
    const { owner: known, claims, writer } = await readClaims(transaction, thread);
    const owner = known ?? (length > 0 ? writer : user) ?? nobody;
    if (known === null || (claims !== null && owner === (user ?? nobody))) {
      const before = known === null ? [] : claims;
      const after = length > 0 ? null : withStart(before, start);
      await write(transaction, thread, { owner, claims: after });
    }
    return owner || null;
  });
}

/** @see ThreadReads.giveBack */
export async function giveThreadBack(
  db: Database,
  { thread, start }: { thread: string; start: string },
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    const length = await holdThread(transaction, thread);
    const { owner, claims } = await readClaims(transaction, thread);
    const left = claims?.filter((each) => each !== start) ?? null;
    const isUnused = length === 0 && (left?.length === 0 || owner === null);
    if (isUnused) await transaction.deleteFrom('threads').where('id', '=', thread).execute();
    else if (claims !== null) await write(transaction, thread, { owner, claims: left });
  });
}

/** The starts that may still be refused; `null`: the owner stays. */
type Claims = readonly string[] | null;

async function readClaims(transaction: Database, thread: string) {
  const found = await transaction
    .selectFrom('threads')
    .select(['owner', 'claims', firstWriter.as('writer')])
    .where('id', '=', thread)
    .executeTakeFirstOrThrow();
  return {
    ...found,
    claims: found.claims === null ? null : (JSON.parse(found.claims) as string[]),
  };
}

function withStart(claims: Claims, start: string | undefined): Claims {
  if (claims === null || start === undefined || claims.length === mostClaims) return null;
  return [...claims, start];
}

async function write(
  transaction: Database,
  thread: string,
  { owner, claims }: { owner: string | null; claims: Claims },
): Promise<void> {
  await transaction
    .updateTable('threads')
    .set({ owner, claims: claims === null ? null : JSON.stringify(claims) })
    .where('id', '=', thread)
    .execute();
}
