import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type ClientRequest, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { messageOf } from '../../core/failures.ts';
import { endProcesses, processesBelow } from './processes-below.ts';
import { isSessionLost } from './server-errors.ts';

/** For a server to start and to greet, and then for its whole list; together less than `describeTools` has. */
const helloMs = 30_000;
const listMs = 20_000;

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

/** Of a request whose connection was closed. */
const closedCode: number = ErrorCode.ConnectionClosed;

/** A connection to a server, until either side ends it. */
export class McpConnection {
  readonly #client = new Client({ name: 'durable-agents', version: '0.2.0' });
  /** Whether it can still be used. */
  isOpen = true;
  readonly #opened: Promise<void>;
  readonly #transport: Transport;
  /** What has gone wrong with it at last. */
  #problem: Error | undefined;

  constructor(transport: Transport) {
    this.#transport = transport;
    Object.assign(this.#client, {
      onclose: () => (this.isOpen = false),
      onerror: (error: Error) => (this.#problem = error), // what it means for a call, that call says
    });
    this.#opened = this.#client.connect(transport, { timeout: helloMs });
    this.#opened.catch(() => (this.isOpen = false));
  }

  /** What the server calls a tool, as it tells it, and whether that is everything. */
  async list(): Promise<{ tools: unknown[]; isAll: boolean }> {
    await this.#opened;
    const options = { timeout: listMs, signal: AbortSignal.timeout(listMs) };
    const tools: unknown[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < pagesAtMost && tools.length < toolsAtMost; page += 1) {
      const params = cursor === undefined ? {} : { cursor };
      const read = await this.#request({ method: 'tools/list', params }, listSchema, options);
      tools.push(...read.tools);
      cursor = read.nextCursor;
      if (cursor === undefined) break;
    }
    const isAll = cursor === undefined && tools.length <= toolsAtMost;
    return { tools: tools.slice(0, toolsAtMost), isAll };
  }

  async call(
    name: string,
    args: Record<string, unknown>,
    { signal, timeoutMs, onProgress }: McpCallOptions,
  ): Promise<unknown> {
    await this.#opened;
    const request = { method: 'tools/call' as const, params: { name, arguments: args } };
    return await this.#request(request, resultSchema, {
      signal,
      timeout: timeoutMs,
      onprogress: ({ progress, total, message }) =>
        onProgress?.(message ?? `${progress}${total === undefined ? '' : ` of ${total}`}`),
    });
  }

  /** A server that is away, or knows the session no more, closes nothing over HTTP: it is noticed here. */
  async #request<T extends typeof listSchema | typeof resultSchema>(
    request: ClientRequest,
    schema: T,
    options: RequestOptions,
  ): Promise<z.output<T>> {
    try {
      return await this.#client.request(request, schema, options);
    } catch (error) {
      if (error instanceof TypeError || isSessionLost(error)) this.isOpen = false;
      throw this.#explained(error);
    }
  }

  /** That it was closed says nothing of why. */
  #explained(error: unknown): unknown {
    const isClosed = error instanceof McpError && error.code === closedCode;
    if (!isClosed || this.#problem === undefined) return error;
    return new Error(`its connection was closed after ${messageOf(this.#problem)}`);
  }

  /** Ends it, and with it the server's process where it has one. */
  async close(): Promise<void> {
    this.isOpen = false;
    const pid = 'pid' in this.#transport ? this.#transport.pid : null;
    const below = typeof pid === 'number' ? await processesBelow(pid) : [];
    await this.#client.close().catch(() => undefined);
    endProcesses(below);
  }
}
