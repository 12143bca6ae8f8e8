import type { Database } from './tables.ts';

/** A message at its place in a thread. */
export interface Message {
  id: string;
  thread: string;
  /** From 1, without gaps. */
  sequence: number;
  /** Who said it: the agent's name, or `user`. */
  author: string;
  role: 'user' | 'assistant';
  content: string;
  /** Workflow id of the run it is from; `null`: it is from none. */
  run: string | null;
  /** When it was stored, ISO 8601. */
  createdAt: string;
}

/** A thread, without its messages. */
export interface ThreadInfo {
  thread: string;
  /** How many messages it holds. */
  messages: number;
  /** When its first message was appended, ISO 8601. */
  createdAt: string;
}

/** Messages of threads, joined with what they say. */
export function selectMessages(db: Database) {
  return db
    .selectFrom('thread_messages')
    .innerJoin('messages', 'messages.id', 'thread_messages.message_id')
    .select(['thread', 'sequence', 'id', 'author', 'role', 'content', 'run', 'created_at'])
    .$narrowType<{ role: Message['role'] }>(); // what tools gave is in no thread
}

type Row = Omit<Message, 'run' | 'createdAt'> & { run: string; created_at: string };

/** A row of `selectMessages` as it is given out. */
export function toMessage(row: Row): Message {
  const { id, thread, sequence, author, role, content, run, created_at } = row;
  const createdAt = created_at;
  return { id, thread, sequence, author, role, content, run: run === '' ? null : run, createdAt };
}

/** All threads, the newest last. */
export async function listThreads(db: Database): Promise<ThreadInfo[]> {
  const rows = await db
    .selectFrom('threads')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, last_sequence, created_at }) => ({
    thread: id,
    messages: last_sequence,
    createdAt: created_at,
  }));
}
