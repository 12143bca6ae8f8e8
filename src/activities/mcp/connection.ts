import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { z } from 'zod';

/** For a server to start and to greet, and for one page of its list; milliseconds. */
const helloMs = 30_000;

/** Pages of a list, and tools in it, at most. */
const pagesAtMost = 50;
const toolsAtMost = 1_000;

/** What is taken on trust of a server is only that it answers; each tool is looked at by itself. */
const listSchema = z.looseObject({
  tools: z.array(z.unknown()),
  nextCursor: z.string().optional(),
});
const resultSchema = z.looseObject({});

/** What a call has besides its arguments. */
export interface McpCallOptions {
  /** Its end is told to the server. */
  signal: AbortSignal;
  timeoutMs: number;
  onProgress?: (message: string) => void;
}

/** A connection to a server, until either side ends it. */
export class McpConnection {
  readonly #client = new Client({ name: 'durable-agents', version: '0.2.0' });
  /** Whether it can still be used. */
  isOpen = true;
  readonly #opened: Promise<void>;

  constructor(transport: Transport) {
    this.#client.onclose = () => (this.isOpen = false);
    this.#client.onerror = () => undefined; // what it means for a call, that call says
    this.#opened = this.#client.connect(transport, { timeout: helloMs });
    this.#opened.catch(() => (this.isOpen = false));
  }

  /** Everything that the server calls a tool, as it tells it. */
  async list(signal?: AbortSignal): Promise<unknown[]> {
    await this.#opened;
    const tools: unknown[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < pagesAtMost && tools.length < toolsAtMost; page += 1) {
      const params = cursor === undefined ? {} : { cursor };
      const options = { timeout: helloMs, ...(signal === undefined ? {} : { signal }) };
      const read = await this.#client.request({ method: 'tools/list', params }, listSchema, options);
      tools.push(...read.tools);
      if (read.nextCursor === undefined) break;
      cursor = read.nextCursor;
    }
    return tools.slice(0, toolsAtMost);
  }

  async call(
    name: string,
    args: Record<string, unknown>,
    { signal, timeoutMs, onProgress }: McpCallOptions,
  ): Promise<unknown> {
    await this.#opened;
    const request = { method: 'tools/call' as const, params: { name, arguments: args } };
    return await this.#client.request(request, resultSchema, {
      signal,
      timeout: timeoutMs,
      onprogress: ({ progress, total, message }) =>
        onProgress?.(message ?? `${progress}${total === undefined ? '' : ` of ${total}`}`),
    });
  }

  /** Ends it, and with it the server's process where it has one. */
  async close(): Promise<void> {
    this.isOpen = false;
    await this.#client.close().catch(() => undefined);
  }
}
