import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a model speaks: pieces of 20 characters, each of which says when it was sent. */
export interface Pace {
  pieces: number;
  everyMs: number;
}

/** Ends the time in each piece. */
const mark = ';';
const pieceLength = 20;

/** A chat completions endpoint that speaks at a pace, as a stream or, after the same time, in one piece. */
export async function startSpeaker(pace: Pace) {
  const speaking = new Set<ServerResponse>();
  let asked = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked += 1;
      speaking.add(response);
      response.once('close', () => speaking.delete(response));
      const { stream } = JSON.parse(body) as { stream?: boolean };
      if (stream === true) speak(response, pace);
      else setTimeout(() => answer(response, pace), pace.pieces * pace.everyMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    get speaking() {
      return speaking.size;
    },
    /** How often it was asked to speak. */
    get asked() {
      return asked;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function speak(response: ServerResponse, { pieces, everyMs }: Pace): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    if (sent <= pieces) say(response, { delta: { content: piece() } });
    else {
      clearInterval(timer);
      finish(response, pieces);
    }
  }, everyMs);
  response.once('close', () => clearInterval(timer));
}

function finish(response: ServerResponse, pieces: number): void {
  say(response, { delta: {}, finish_reason: 'stop' });
  const usage = { prompt_tokens: 10, completion_tokens: pieces * 5 };
  response.end(`data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`);
}

function say(response: ServerResponse, choice: object): void {
  response.write(`data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`);
}

function answer(response: ServerResponse, { pieces }: Pace): void {
  const message = { role: 'assistant', content: piece().repeat(pieces) };
  const usage = { prompt_tokens: 10, completion_tokens: pieces * 5 };
  const body = { choices: [{ index: 0, message, finish_reason: 'stop' }], usage };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

function piece(): string {
  return `${now().toFixed(1)}${mark}`.padStart(pieceLength, ' ');
}

/** How long ago the pieces of a text were sent, in ms. A piece that is not whole yet is left out. */
export function agesIn(text: string): number[] {
  const at = now();
  return text
    .split(mark)
    .slice(0, -1)
    .map((written) => at - Number(written.trim()))
    .filter((age) => age < 60_000);
}
