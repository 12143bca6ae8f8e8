import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { completeAnswer } from './answer.ts';
import type { LookedUp } from './prompt-cache.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { ScriptedAnswer } from './script.ts';
import type { Wire } from './wire/wire.ts';

/** One request that was recorded and is owed a reply. */
export interface Exchange {
  wire: Wire;
  request: RecordedRequest;
  /** The number of requests before this one. */
  index: number;
  response: ServerResponse;
  /** The request in the prompt cache; left out: it marks nothing. */
  cached?: LookedUp | undefined;
  /** Aborts when the client or the server closes the socket. */
  gone: AbortSignal;
}

/** When a reply is sent. */
export interface Timing {
  latencyMs: number;
  /** Whether a streamed one begins before. */
  streamsEarly: boolean;
}

/** Plays one reply, faults included; returns when there is nothing left to send. */
export async function deliver(
  reply: ScriptedAnswer,
  exchange: Exchange,
  { latencyMs, streamsEarly }: Timing,
): Promise<void> {
  const isEarly = streamsEarly && exchange.request.stream && reply.pace === undefined;
  const silentMs = isEarly ? latencyMs * silentShare : latencyMs;
  await pause(silentMs + (reply.delayMs ?? 0), exchange.gone);
  if (reply.hang || exchange.gone.aborted) return;
  const { status, chunks } = compose(reply, exchange);
  writeHead(exchange, status, reply.headers);
  const isWhole = reply.cut !== true && reply.stall !== true;
  const sent = isWhole ? chunks : halfOf(chunks);
  const everyMs = isEarly ? (latencyMs - silentMs) / sent.length : reply.pace?.everyMs;
  const rest = await sendPaced(sent, exchange, everyMs ?? 0);
  if (!exchange.gone.aborted) end(rest, exchange, reply);
}

/** Of its latency, as long as a model that streams early has not begun. */
const silentShare = 0.4;

/** A timer of a shorter time costs more than it shows. */
const shortestPauseMs = 10;

/** Sends events one after the other; those that are due in between go together. The last are left over. */
async function sendPaced(
  chunks: readonly string[],
  { response, gone }: Exchange,
  everyMs: number,
): Promise<string> {
  const begunAt = performance.now();
  let waiting = '';
  for (const [index, chunk] of chunks.entries()) {
    waiting += chunk;
    const leftMs = begunAt + (index + 1) * everyMs - performance.now();
    if (leftMs < shortestPauseMs || index + 1 === chunks.length) continue;
    response.write(waiting);
    waiting = '';
    await pause(leftMs, gone);
    if (gone.aborted) return '';
  }
  return waiting;
}

function end(rest: string, { response, request }: Exchange, { cut, stall }: ScriptedAnswer): void {
  if (cut !== true && stall !== true) return void response.end(rest);
  response.write(rest, () => {
    if (cut !== true) return;
    request.endedBy = 'reply';
    response.destroy();
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  // An aborted pause is no error: whoever waited for the reply is gone.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function compose(reply: ScriptedAnswer, { wire, request, index, cached }: Exchange) {
  const status = reply.status ?? (reply.error === undefined ? 200 : 500);
  if (status >= 400)
    return { status, chunks: [JSON.stringify(errorBody(reply, wire, status, index))] };
  if (reply.malformed) return { status, chunks: [malformed(request.stream)] };
  cached?.keep(Date.now());
  const answer = completeAnswer(reply, request, index, cached?.use);
  const chunks = request.stream
    ? wire.stream(answer, request)
    : [JSON.stringify(wire.render(answer, request))];
  return { status, chunks };
}

function errorBody(reply: ScriptedAnswer, wire: Wire, status: number, index: number): unknown {
  const { error = `the script answered with status ${status}` } = reply;
  const { message, code } = typeof error === 'string' ? { message: error } : error;
  return wire.error({ status, message, code, requestId: requestId(index) });
}

const malformed = (stream: boolean) =>
  stream ? 'event: message_start\ndata: {"type": <not json>\n\n' : '{"id": <not json>';

function writeHead(exchange: Exchange, status: number, headers?: Record<string, string>): void {
  const { wire, request, index, response } = exchange;
  const streamed = request.stream && status < 400;
  response.writeHead(status, {
    'content-type': streamed ? 'text/event-stream; charset=utf-8' : 'application/json',
    [wire.requestIdHeader]: requestId(index),
    ...headers,
  });
}

const requestId = (index: number) => `req_${index}`;

/** Half the events of a stream, or half the characters of a plain body. */
function halfOf(chunks: string[]): string[] {
  const [only = ''] = chunks;
  return chunks.length === 1
    ? [only.slice(0, Math.floor(only.length / 2))]
    : chunks.slice(0, Math.floor(chunks.length / 2));
}
