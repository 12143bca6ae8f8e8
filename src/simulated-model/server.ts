import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PromptCache } from './prompt-cache.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { route, type RouterState } from './router.ts';
import { readScript } from './script-reader.ts';
import type { Script, ScriptedPace } from './script.ts';
import { simulatedReply } from './simulated.ts';

/** What a model server answers, where, and how fast. */
export interface ModelServerOptions {
  /** Default: {@link simulatedReply}, which never runs out. */
  script?: Script;
  /** Default 0: a free port. The server listens on 127.0.0.1 only. */
  port?: number;
  /** Milliseconds before every reply, fixed or chosen by request. Default 0; see `humanLatency`. */
  latencyMs?: number | ((request: RecordedRequest) => number);
  /** Of streamed replies whose script has none. Default: all of a reply at once. */
  pace?: ScriptedPace;
  /**
   * A streamed reply begins before its latency is over, and has come when it is, as a model that
   * writes while one reads. Default `false`: it begins then.
   */
  streamsEarly?: boolean;
}

/** A model provider that says what a script says, and remembers what it was asked. */
export interface ModelServer {
  /** `http://127.0.0.1:PORT`: the base URL for Anthropic; OpenAI's is this and `/v1`. */
  readonly url: string;
  /** In order of arrival. Requests that are not valid for their API are answered 4xx and not listed. */
  readonly requests: RecordedRequest[];
  /** Whether more replies were asked for than a list script has. */
  readonly exhausted: boolean;
  /** @throws Error when the script ran out, has replies left, or threw */
  assertDone(): void;
  /** Closes idle and active sockets. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts a local HTTP server that speaks OpenAI Responses (`POST /v1/responses`), OpenAI Chat
 * Completions (`POST /v1/chat/completions`) and Anthropic Messages (`POST /v1/messages`), plain and
 * streamed, and answers as scripted. Its Messages API has a prompt cache, as the real one. A script that runs out answers 400 and says so.
 *
 * @throws Error when the port is taken
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { latencyMs = 0, pace, streamsEarly = false } = options;
  const closing = new AbortController();
  const script = readScript(options.script ?? simulatedReply);
  const state: RouterState = {
    requests: [],
    script,
    cache: new PromptCache(),
    pace,
    streamsEarly,
    latencyOf: typeof latencyMs === 'function' ? latencyMs : () => latencyMs,
    closing: closing.signal,
  };
  const server = serve(state);
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: state.requests,
    get exhausted() {
      return script.exhausted;
    },
    assertDone: () => script.assertDone(),
    close() {
      closing.abort();
      return close(server);
    },
  };
}

function serve(state: RouterState): Server {
  const server = createServer((incoming, response) => {
    // A request that breaks half-way, or a script's impossible header, ends its own socket only.
    route(incoming, response, state).catch(() => response.destroy());
  });
  // A client that reuses an idle socket must not meet a server that is just closing it.
  server.keepAliveTimeout = 0;
  return server;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
