import { appendMessages } from './append-messages.ts';
import type { NewMessage } from './messages.ts';
import { type Search, searchMessages } from './search-messages.ts';
import type { Database } from './tables.ts';
import { addCut, cutsFrom, lastSummary } from './thread-cuts.ts';
import { listThreads } from './thread-messages.ts';
import { threadReads } from './thread-owners.ts';
import { type Range, readPages, readRange } from './thread-pages.ts';
import { appendToThread } from './threads.ts';

/** What a store does with threads. */
export type ThreadStore = ReturnType<typeof threadStore>;

export function threadStore(db: Database) {
  return {
    /** Appends stored messages. */
    append: (thread: string, ids: readonly string[]) => appendToThread(db, thread, ids),
    /** Stores and appends new messages. */
    add: (thread: string, messages: readonly NewMessage[]) => appendMessages(db, thread, messages),
    read: (thread: string) => readRange(db, thread, { order: 'oldest' }),
    /** A range at once; `pages` gives it in pieces, whatever its size. */
    range: (thread: string, range: Range) => readRange(db, thread, range),
    pages: (thread: string, range: Range) => readPages(db, thread, range),
    search: (search: Search) => searchMessages(db, search),
    list: () => listThreads(db),
    /** What is asked from outside of runs: whose threads are, and what is in them. */
    reads: threadReads(db),
    cutsFrom: (thread: string, upTo: number) => cutsFrom(db, thread, upTo),
    lastSummary: (thread: string, upTo: number) => lastSummary(db, thread, upTo),
    cut: (thread: string, upTo: number, summary: string | null) =>
      addCut(db, thread, upTo, summary),
  };
}
