import { sql } from 'kysely';
import type {
  ListedThread,
  MessagesPage,
  MessagesWanted,
  ThreadReads,
  ThreadsPage,
  ThreadsWanted,
} from '../../core/thread-reads.ts';
import type { Database } from './tables.ts';
import type { Message } from './thread-messages.ts';
import { readPages } from './thread-pages.ts';
import { claimThread, firstWriter, giveThreadBack, nobody } from './thread-claims.ts';

const ownerOf = sql<string>`coalesce(threads.owner, ${firstWriter}, ${nobody})`;

/** What is asked about threads from outside of runs, answered by the store. */
export function threadReads(db: Database): ThreadReads {
  return {
    claim: (claimed) => claimThread(db, claimed),
    giveBack: (claimed) => giveThreadBack(db, claimed),
    owner: (thread) => findOwner(db, thread),
    list: (wanted) => list(db, wanted),
    messages: (wanted) => messages(db, wanted),
  };
}

async function messages(
  db: Database,
  { thread, limit, after }: MessagesWanted,
): Promise<MessagesPage> {
  const pages = readPages(db, thread, { order: 'oldest', after, limit });
  const { value } = await pages.next();
  const page: readonly Message[] = value ?? [];
  const last = page.at(-1)?.sequence;
  const isMore = last !== undefined && last < (await lengthOf(db, thread));
  return { messages: page.map(asRead), next: isMore ? last : null };
}

function asRead({ id, sequence, author, role, content, run, createdAt: at }: Message) {
  return { id, sequence, author, role, content, run, at };
}

async function findOwner(db: Database, thread: string): Promise<string | null | undefined> {
  const found = await db
    .selectFrom('threads')
    .select(ownerOf.as('owner'))
    .where('id', '=', thread)
    .executeTakeFirst();
  return found === undefined ? undefined : found.owner || null;
}

async function lengthOf(db: Database, thread: string): Promise<number> {
  const found = await db
    .selectFrom('threads')
    .select('last_sequence')
    .where('id', '=', thread)
    .executeTakeFirst();
  return found?.last_sequence ?? 0;
}

/** Those that hold something, the newest first. */
async function list(db: Database, { limit, after, user }: ThreadsWanted): Promise<ThreadsPage> {
  let wanted = db
    .selectFrom('threads')
    .select(['id', 'last_sequence', 'created_at', ownerOf.as('user')])
    .where('last_sequence', '>', 0);
  if (user !== undefined) wanted = wanted.where(ownerOf, '=', user);
  if (after !== undefined) wanted = wanted.where(sql`created_at || '/' || id`, '<', after);
  const rows = await wanted
    .orderBy(sql`created_at || '/' || id`, 'desc')
    .limit(limit + 1)
    .execute();
  const threads = rows
    .slice(0, limit)
    .map(({ id, last_sequence: messages, created_at: createdAt, user: owner }): ListedThread => ({
      id,
      messages,
      createdAt,
      user: owner || null,
    }));
  const last = threads.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return { threads, next: isMore ? `${last.createdAt}/${last.id}` : null };
}
