import { sql } from 'kysely';
import type { Database } from './tables.ts';
import { type Message, selectMessages, toMessage } from './thread-messages.ts';

/** A part of a thread: numbers above `after` and below `before`, from one of its ends. */
export interface Range {
  order: 'oldest' | 'newest';
  after?: number | undefined;
  before?: number | undefined;
  /** Messages at most. Default: all. */
  limit?: number | undefined;
}

/** A page at most, which is read and worked on in one piece; a larger message is one by itself. */
const pageLimit = { messages: 100, bytes: 256 * 1024 };

/**
 * Messages of a range, in the order that it names, page by page. Messages that are appended
 * meanwhile may be among them.
 */
export async function* readPages(
  db: Database,
  thread: string,
  range: Range,
): AsyncGenerator<Message[]> {
  let { after, before, limit = Infinity } = range;
  for (let isLast = limit <= 0; !isLast;) {
    const page = await readPage(db, thread, { ...range, after, before, limit });
    if (page.messages.length > 0) yield page.messages;
    const reached = page.messages.at(-1)?.sequence;
    if (range.order === 'oldest') after = reached;
    else before = reached;
    limit -= page.messages.length;
    isLast = page.isLast || limit <= 0;
  }
}

/** All messages of a thread or of a range of it; none if there is no such thread. */
export async function readRange(db: Database, thread: string, range: Range): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const page of readPages(db, thread, range)) messages.push(...page);
  return messages;
}

async function readPage(
  db: Database,
  thread: string,
  range: Range,
): Promise<{ messages: Message[]; isLast: boolean }> {
  const direction = range.order === 'oldest' ? 'asc' : 'desc';
  const rows = await selectMessages(db)
    .innerJoin(sized(db, thread, range).as('sized'), 'sized.place', 'thread_messages.sequence')
    .select('found')
    .where('thread', '=', thread)
    .where((page) =>
      page.or([page('total', '<=', pageLimit.bytes), page('total', '=', page.ref('size'))]),
    )
    .orderBy('sequence', direction)
    .execute();
  const found = rows[0]?.found ?? 0;
  const messages = rows.map(toMessage);
  return { messages, isLast: rows.length === found && found < pageLimit.messages };
}

/** What may be on the next page: places, with the bytes up to each, without what is said there. */
function sized(db: Database, thread: string, { order, after, before, limit }: Range) {
  const direction = order === 'oldest' ? 'asc' : 'desc';
  let next = db
    .selectFrom('thread_messages as next')
    .select(['next.sequence', 'next.message_id'])
    .where('next.thread', '=', thread);
  if (after !== undefined) next = next.where('next.sequence', '>', after);
  if (before !== undefined) next = next.where('next.sequence', '<', before);
  const places = next
    .orderBy('next.sequence', direction)
    .limit(Math.min(limit ?? Infinity, pageLimit.messages));
  return db
    .selectFrom(places.as('places'))
    .innerJoin('messages as measured', 'measured.id', 'places.message_id')
    .select(['places.sequence as place', 'measured.bytes as size'])
    .select([
      sql<number>`sum(measured.bytes) over (order by places.sequence ${sql.raw(direction)})`.as(
        'total',
      ),
      sql<number>`count(*) over ()`.as('found'),
    ]);
}
