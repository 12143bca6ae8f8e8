import { messageOf } from '../core/failures.ts';
import { refusalOf } from './errors.ts';

/** One message of an event stream. */
export interface StreamMessage {
  /** What `Last-Event-ID` resumes behind. */
  id?: string;
  event?: string;
  /** One line or several. */
  data: string;
}

/** How a stream is kept up and how it ends. */
interface StreamLife {
  /** Milliseconds of silence after which there is a sign of life. */
  heartbeatMs: number;
  /** Ends it in good order: the service stops. */
  closing: AbortSignal;
  /**
   * Who asks again waits so long; milliseconds. `null`: that is not said. OpenAI's Python client takes it
   * for a message. Default 1,000.
   */
  retryMs?: number | null;
  /** Told in a line why a stream has broken off, where that is nobody's request. */
  log?: (line: string) => void;
}

/** So that nothing on the way keeps the messages back, or turns them into others. */
const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** Makes the messages of a stream, until the signal is aborted. */
type MessageSource = (signal: AbortSignal) => AsyncIterable<StreamMessage>;

/**
 * Answers with server-sent events. The next message is asked for when the reader has taken the one
 * before, so that a slow reader keeps nothing in memory; when the reader has gone, the source is ended
 * at once. When the service stops, its signal is aborted, and what it says then is still sent.
 *
 * @param source makes the messages, until its signal is aborted
 */
export function eventStream(
  source: MessageSource,
  life: StreamLife,
  more: Record<string, string> = {},
): Response {
  const { retryMs = 1_000 } = life;
  let reader: StreamReader | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        if (retryMs !== null) controller.enqueue(encoded(`retry: ${retryMs}\n\n`));
      },
      pull: (controller) => (reader ??= new StreamReader(source, life)).pull(controller),
      cancel: () => reader?.end(),
    },
    { highWaterMark: 0 }, // the answer to HEAD is this one too: what nobody reads is not begun
  );
  return new Response(body, { headers: { ...headers, ...more } });
}

/** What stands for a message where there is none yet. */
const silence = Symbol('silence');

type Next = IteratorResult<StreamMessage> | typeof silence;

class StreamReader {
  readonly #life: StreamLife;
  readonly #over = new AbortController();
  readonly #messages: AsyncIterator<StreamMessage>;
  /** The source says the last of it, and why it ends. */
  readonly #finish = () => this.#over.abort();
  #next: Promise<IteratorResult<StreamMessage>> | undefined;

  constructor(source: MessageSource, life: StreamLife) {
    this.#life = life;
    this.#messages = source(this.#over.signal)[Symbol.asyncIterator]();
    if (life.closing.aborted) this.#finish();
    else life.closing.addEventListener('abort', this.#finish, { once: true });
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      const next = await this.#nextOrSilence();
      if (next === silence) return controller.enqueue(encoded(': here\n\n'));
      this.#next = undefined;
      if (next.done !== true) return controller.enqueue(encoded(written(next.value)));
      this.end();
      controller.close();
    } catch (error) {
      this.#breakOff(error);
      controller.enqueue(encoded(': broken off, ask again for what is left\n\n'));
      controller.close();
    }
  }

  /** What has happened is told here: whoever serves the stream would write it to the client, as it is. */
  #breakOff(error: unknown): void {
    const isOver = this.#over.signal.aborted;
    this.end();
    if (isOver || refusalOf(error).status < 500) return;
    this.#life.log?.(`an event stream has broken off: ${messageOf(error)}`);
  }

  /** Ends the source; nobody waits for it any more. */
  end(): void {
    this.#life.closing.removeEventListener('abort', this.#finish);
    this.#over.abort();
    this.#messages.return?.().catch(() => undefined);
  }

  async #nextOrSilence(): Promise<Next> {
    this.#next ??= this.#messages.next();
    let timer: NodeJS.Timeout | undefined;
    const silent = new Promise<typeof silence>((resolve) => {
      timer = setTimeout(() => resolve(silence), this.#life.heartbeatMs);
    });
    try {
      return await Promise.race([this.#next, silent]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function encoded(text: string): Uint8Array {
  return Buffer.from(text);
}

function written({ id, event, data }: StreamMessage): string {
  const lines = data.split(/\r\n|[\r\n]/).map((line) => `data: ${line}`);
  return [...field('id', id), ...field('event', event), ...lines, '', ''].join('\n');
}

function field(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name}: ${value.replaceAll(/[\r\n\0]/g, ' ')}`];
}
