import { createParser } from 'eventsource-parser';
import type { RunEvent } from '../../core/events.ts';
import { at, refusal, RequestError, send } from './request.ts';

/** How a stream of events is doing. */
export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'ended';

/** Whoever follows a run. */
export interface Follower {
  /** Events as they come, in order, each once. */
  events: (events: readonly RunEvent[]) => void;
  state: (state: StreamState) => void;
  /** It cannot be followed: there is no such run, or no right to see it. */
  refused: (error: RequestError) => void;
}

/** Milliseconds without a sign of life after which a stream counts as lost; heartbeats come each 15 s. */
const silence = 40_000;
const shortestWait = 250;
const longestWait = 8_000;

/**
 * Follows a run from its beginning to its end, over lost connections: it goes on behind the last event
 * that came. `fetch` instead of `EventSource`, which can send no token.
 */
export async function follow(run: string, follower: Follower, signal: AbortSignal): Promise<void> {
  const place = { cursor: '', ended: false };
  let wait = shortestWait;
  follower.state('connecting');
  while (!signal.aborted && !place.ended) {
    const before = place.cursor;
    const error = await readOnce(run, place, follower, signal);
    if (signal.aborted) return;
    if (place.ended) break;
    if (error !== null && isFinal(error)) return follower.refused(error);
    wait = place.cursor === before ? Math.min(longestWait, wait * 2) : shortestWait;
    follower.state('reconnecting');
    await pause(wait, signal);
  }
  if (!signal.aborted) follower.state('ended');
}

interface Place {
  cursor: string;
  ended: boolean;
}

async function readOnce(
  run: string,
  place: Place,
  follower: Follower,
  signal: AbortSignal,
): Promise<RequestError | null> {
  const watch = silenceWatch(signal);
  try {
    const response = await send(at`v1/runs/${run}/events`, {
      headers: {
        accept: 'text/event-stream',
        ...(place.cursor === '' ? {} : { 'last-event-id': place.cursor }),
      },
      signal: watch.signal,
    });
    if (response.status === 204) place.ended = true; // it has ended, and everything has come
    if (response.status === 204) return null;
    if (!response.ok || response.body === null) return await refusal(response);
    follower.state('live');
    await readBody(response.body, place, follower, () => watch.heard());
    return null;
  } catch (error) {
    return error instanceof RequestError ? error : null;
  } finally {
    watch.end();
  }
}

async function readBody(
  body: ReadableStream<Uint8Array>,
  place: Place,
  follower: Follower,
  heard: () => void,
): Promise<void> {
  let come: RunEvent[] = [];
  const parser = createParser({
    onEvent({ data, id }) {
      const event = readEvent(data);
      if (event === null) return;
      come.push(event);
      place.cursor = id ?? event.cursor;
      if (event.type === 'run.ended') place.ended = true;
    },
  });
  const decoder = new TextDecoder();
  for (const reader = body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    for (const piece of piecesOf(decoder.decode(value, { stream: true }))) {
      parser.feed(piece);
      if (come.length > 0) follower.events(come);
      come = [];
      await turnOfPage();
    }
    if (place.ended) return await reader.cancel();
  }
}

/** Characters that are read at a time: of a long run megabytes may come at once. */
const atATime = 64_000;

function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += atATime) yield text.slice(from, from + atATime);
}

/** Milliseconds for which reading may hold the page. */
const longestTurn = 10;
let turnBegan = 0;

/** Lets the page do something else, once reading has held it for long enough. */
async function turnOfPage(): Promise<void> {
  if (performance.now() - turnBegan < longestTurn) return;
  await new Promise((resolve) => setTimeout(resolve));
  turnBegan = performance.now();
}

function readEvent(data: string): RunEvent | null {
  try {
    const event = JSON.parse(data) as RunEvent;
    return typeof event.type === 'string' && typeof event.seq === 'number' ? event : null;
  } catch {
    return null;
  }
}

/** 4xx stays as it is, but for a rate limit. */
function isFinal({ status }: RequestError): boolean {
  return status >= 400 && status < 500 && status !== 429 && status !== 408;
}

function silenceWatch(signal: AbortSignal) {
  const control = new AbortController();
  const abort = () => control.abort();
  let timer = setTimeout(abort, silence);
  signal.addEventListener('abort', abort, { once: true });
  return {
    signal: control.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(abort, silence);
    },
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      control.abort();
    },
  };
}

/** Until the time is over, the network is back, or nobody waits any more. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done, { once: true });
    signal.addEventListener('abort', done, { once: true });
  });
}
