import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunEvent } from '../../../src/core/events.ts';
import { fileAnswer, readStudio, studioAddresses } from '../../../src/service/studio-files.ts';

/** A service of one run, whose events come when a test says so. */
export interface ScriptedService {
  url: string;
  run: string;
  /** Tells whoever follows what happens; it is kept for those who come later. */
  tell(...events: RunEvent[]): void;
  /** Cuts all streams in the middle of whatever they are sending, and refuses new ones. */
  cut(): void;
  /** Takes in new streams again. */
  mend(): void;
  /** The cursors behind which streams have gone on. */
  resumed: string[];
  close(): Promise<void>;
}

/** @param step the spec that the run was started with */
export async function openScriptedService(step: object): Promise<ScriptedService> {
  const run = 'scripted';
  const told: RunEvent[] = [];
  const open = new Set<ServerResponse>();
  const resumed: string[] = [];
  let isCut = false;
  const files = new Map(studioAddresses(readStudio()));

  const follow = (request: IncomingMessage, response: ServerResponse) => {
    if (isCut) return void request.socket.destroy();
    const after = request.headers['last-event-id'];
    if (typeof after === 'string') resumed.push(after);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const from = after === undefined ? 0 : told.findIndex(({ cursor }) => cursor === after) + 1;
    response.write(told.slice(from).map(written).join('') || ': nothing yet\n\n');
    open.add(response);
    response.on('close', () => open.delete(response));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (path === `/v1/runs/${run}/events`) return follow(request, response);
    const file = files.get(path);
    const found = file === undefined ? Response.json(answerTo(path, step)) : fileAnswer(file);
    response.writeHead(200, Object.fromEntries(found.headers));
    response.end(Buffer.from(await found.arrayBuffer()));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ run, resumed },
    tell(...events) {
      told.push(...events);
      const text = events.map(written).join('');
      for (const response of open) response.write(text);
    },
    cut() {
      isCut = true;
      for (const response of open) {
        response.write('id: 999\nevent: text.delta\ndata: {"type":"text.del'); // of which nothing may stay
        response.destroy();
      }
    },
    mend: () => (isCut = false),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function written(event: RunEvent): string {
  return `id: ${event.cursor}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function answerTo(path: string, step: object): object {
  if (path.endsWith('/input'))
    return { step, input: 'What now?', context: null, user: null, thread: null };
  return { questions: [], runs: [], next: null, turns: [], url: null };
}
