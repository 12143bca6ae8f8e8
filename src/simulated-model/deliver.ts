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

/** Plays one reply, faults included; returns when there is nothing left to send. */
export async function deliver(
  reply: ScriptedAnswer,
  exchange: Exchange,
  latencyMs: number,
): Promise<void> {
  await pause(latencyMs + (reply.delayMs ?? 0), exchange.gone);
  if (reply.hang || exchange.gone.aborted) return;
  const { status, chunks } = compose(reply, exchange);
  writeHead(exchange, status, reply.headers);
  if (reply.cut || reply.stall) sendHalf(chunks, exchange, reply.cut ?? false);
  else exchange.response.end(chunks.join(''));
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
function sendHalf(chunks: string[], { response, request }: Exchange, cut: boolean): void {
  const [only = ''] = chunks;
  const half =
    chunks.length === 1
      ? only.slice(0, Math.floor(only.length / 2))
      : chunks.slice(0, Math.floor(chunks.length / 2)).join('');
  response.write(half, () => {
    if (!cut) return;
    request.endedBy = 'reply';
    response.destroy();
  });
}
