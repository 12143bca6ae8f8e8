import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { databaseAddress } from '../../activities/store/database-url.ts';
import { storable } from '../../activities/store/messages.ts';
import { openStore, type Store } from '../../activities/store/open-store.ts';
import type { Message, ThreadInfo } from '../../activities/store/thread-messages.ts';
import type { Appended } from '../../activities/store/threads.ts';
import { invalidInput, parseInput } from '../../core/parse-input.ts';
import { threadSchema } from '../../core/kinds/agent/schema.ts';
import { databaseUrl } from '../env.ts';
import {
  type MessageInput,
  messagesSchema,
  type PageOptions,
  pageSchema,
  type SearchOptions,
  searchSchema,
} from './message-input.ts';
import { readPlace, writePlace } from './search-place.ts';

/** A part of a thread. */
export interface MessagePage {
  messages: Message[];
  /**
   * Where the next page begins: the `after` of `order: 'oldest'`, the `before` of `'newest'`.
   * `null`: there is nothing more now.
   */
  next: number | null;
}

/** A part of what was found. */
export interface FoundMessages {
  messages: Message[];
  /** The `after` of the next page; `null`: there is nothing more now. */
  next: string | null;
}

/**
 * Messages in threads, for any number of processes at once: every append is kept, and the messages
 * of a thread are numbered from 1 without gaps. Agents with the same `thread` read and write here.
 * It opens with the first call.
 */
export class MessageStore {
  readonly #url: string;
  #store: Promise<Store> | undefined;
  #closed = false;

  /**
   * @param url a path of a SQLite file, the same as `file:…`, or `postgres://…`. Default: what the
   *   workers use, DATABASE_URL, else `messages.db` in the state folder
   * @throws `Input.Invalid` for any other kind of database
   */
  constructor(url: string = databaseUrl()) {
    databaseAddress(parseInput(z.string(), url, 'the address of the database'));
    this.#url = url;
  }

  /**
   * Appends messages to a thread, in the order given: all of them or none. An id that the thread
   * holds already, with the same content, changes nothing: an append may be repeated.
   *
   * @returns the number of each message in the thread
   * @throws `Input.Invalid` for an id that is stored with another content, author or role
   */
  async append(thread: string, messages: MessageInput | MessageInput[]): Promise<Appended[]> {
    const name = threadFrom(thread);
    const given = Array.isArray(messages) ? messages : [messages];
    const read = parseInput(messagesSchema, given, 'the message');
    const store = await this.#open();
    return await store.threads.add(
      name,
      read.map(({ id = randomUUID(), author, role, content, run }) => ({
        id,
        author,
        role,
        content: storable(content),
        run: run ?? '',
      })),
    );
  }

  /** All messages of a thread, in order; none if there is no such thread. */
  async read(thread: string): Promise<Message[]> {
    const name = threadFrom(thread);
    return await (await this.#open()).threads.read(name);
  }

  /**
   * A part of a thread, from its beginning (`order: 'oldest'`) or from its end (`'newest'`, the
   * newest message first).
   *
   * @throws `Input.Invalid` for a limit over 1,000 and the like
   */
  async page(thread: string, options: PageOptions = {}): Promise<MessagePage> {
    const name = threadFrom(thread);
    const { limit, ...range } = parseInput(pageSchema, options, 'the page');
    const { threads } = await this.#open();
    const found = await threads.range(name, { ...range, limit: limit + 1 });
    const messages = found.slice(0, limit);
    return { messages, next: found.length > limit ? (messages.at(-1)?.sequence ?? null) : null };
  }

  /**
   * Finds messages by thread, author, time and text, the oldest first.
   *
   * @throws `Input.Invalid` for a time that is none, an `after` that no search has given and the like
   */
  async search(options: SearchOptions = {}): Promise<FoundMessages> {
    const { limit, after, ...search } = parseInput(searchSchema, options, 'the search');
    const place = after === undefined ? undefined : readPlace(after);
    const { threads } = await this.#open();
    const found = await threads.search({ ...search, after: place, limit: limit + 1 });
    const messages = found.slice(0, limit);
    const last = messages.at(-1);
    return { messages, next: found.length > limit && last ? writePlace(last) : null };
  }

  /** All threads with a message in them, the newest last. */
  async threads(): Promise<ThreadInfo[]> {
    return await (await this.#open()).threads.list();
  }

  /** Closes the database. A closed store stays closed. */
  async close(): Promise<void> {
    this.#closed = true;
    const opened = this.#store;
    this.#store = undefined;
    const store = await opened?.catch(() => undefined);
    await store?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** A database that could not be opened is tried again with the next call. */
  async #open(): Promise<Store> {
    if (this.#closed)
      throw invalidInput('the message store', [{ path: '', message: 'it has been closed' }]);
    this.#store ??= openStore(this.#url);
    try {
      return await this.#store;
    } catch (error) {
      this.#store = undefined;
      throw error;
    }
  }
}

function threadFrom(thread: string): string {
  return parseInput(threadSchema, thread, 'the thread');
}
