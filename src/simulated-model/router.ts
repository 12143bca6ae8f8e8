import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError, z } from 'zod';
import { readBody } from './body.ts';
import { deliver } from './deliver.ts';
import type { PromptCache } from './prompt-cache.ts';
import { redactHeaders, type RecordedRequest } from './recorded-request.ts';
import type { ScriptedPace } from './script.ts';
import type { ScriptReader } from './script-reader.ts';
import { chat } from './wire/chat.ts';
import { messages } from './wire/messages.ts';
import { responses } from './wire/responses.ts';
import type { Wire } from './wire/wire.ts';

const wires: readonly Wire[] = [responses, chat, messages];

/** What a request is answered from. */
export interface RouterState {
  requests: RecordedRequest[];
  script: ScriptReader;
  cache: PromptCache;
  pace: ScriptedPace | undefined;
  streamsEarly: boolean;
  latencyOf: (request: RecordedRequest) => number;
  /** Aborts when the server closes. */
  closing: AbortSignal;
}

/** Answers one HTTP request. */
export async function route(
  incoming: IncomingMessage,
  response: ServerResponse,
  state: RouterState,
): Promise<void> {
  const path = new URL(incoming.url ?? '/', 'http://localhost').pathname;
  const wire = wires.find((each) => each.path === path);
  if (wire && incoming.method === 'POST') return answer(wire, incoming, response, state);
  const body = await readBody(incoming);
  if (path === '/v1/models' && incoming.method === 'GET')
    return sendJson(response, 200, modelList());
  const message = `nothing answers ${incoming.method} ${path}`;
  const like = 'anthropic-version' in incoming.headers ? messages : chat;
  sendError(like, response, body.ok || body.status === 400 ? 404 : body.status, message);
}

async function answer(
  wire: Wire,
  incoming: IncomingMessage,
  response: ServerResponse,
  state: RouterState,
): Promise<void> {
  const read = await readBody(incoming);
  if (!read.ok) return sendError(wire, response, read.status, read.message);
  const request = record(wire, incoming, read.body);
  if (request instanceof ZodError) {
    return sendError(wire, response, 400, z.prettifyError(request));
  }
  const index = state.requests.push(request) - 1;
  const gone = watchEnd(request, response, state.closing);
  const cached = wire.api === 'messages' ? state.cache.look(read.body, request.at) : undefined;
  const exchange = { wire, request, index, response, cached, gone };
  const { pace, streamsEarly } = state;
  const reply = await state.script.next(request);
  const timing = { latencyMs: state.latencyOf(request), streamsEarly };
  await deliver({ ...(pace !== undefined && { pace }), ...reply }, exchange, timing);
}

function record(wire: Wire, incoming: IncomingMessage, body: unknown): RecordedRequest | ZodError {
  try {
    return {
      api: wire.api,
      ...wire.parse(body),
      body,
      headers: redactHeaders(incoming.headers),
      at: Date.now(),
      endedBy: null,
      endedAt: null,
    };
  } catch (error) {
    if (error instanceof ZodError) return error;
    throw error;
  }
}

/** Notes how the exchange ends. */
function watchEnd(
  request: RecordedRequest,
  response: ServerResponse,
  closing: AbortSignal,
): AbortSignal {
  const gone = new AbortController();
  const end = (endedBy: 'reply' | 'client') => {
    if (closing.aborted) return;
    request.endedBy ??= endedBy;
    request.endedAt ??= Date.now();
  };
  // `finish` comes before the client has read the reply, `close` only some time after.
  response.once('finish', () => end('reply'));
  response.once('close', () => {
    end('client');
    gone.abort();
  });
  return gone.signal;
}

function sendError(wire: Wire, response: ServerResponse, status: number, message: string): void {
  sendJson(response, status, wire.error({ status, message, requestId: 'req_refused' }));
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The body of `GET /v1/models`: one list with the fields of both OpenAI's and Anthropic's. */
function modelList(): unknown {
  const id = 'simulated';
  const model = {
    id,
    object: 'model',
    type: 'model',
    created: 0,
    created_at: '1970-01-01T00:00:00Z',
    owned_by: 'model-server',
    display_name: 'Simulated',
  };
  return { object: 'list', data: [model], has_more: false, first_id: id, last_id: id };
}
