import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport as HttpTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import type { Caller } from '../../caller.ts';
import { RefusedRequest } from '../../errors.ts';
import type { Asked } from '../door.ts';
import type { Service } from '../../service.ts';
import { whileRead } from './while-read.ts';
import { RecentMessages } from './recent-messages.ts';
import { connectTeams } from './team-server.ts';

const mostSessions = 500;

/** After which a session is closed that nobody reads and nobody calls, in ms. */
const idleMs = 30 * 60_000;
const lookEveryMs = 60_000;

const header = 'mcp-session-id';

interface Session {
  transport: HttpTransport;
  /** Whose it is: a token opens its own sessions only. */
  caller: Caller;
  usedAt: number;
  /** Answers that are being read. */
  reading: number;
}

/**
 * The sessions of MCP clients: a client that cancels a call does so by a request of its own, which has
 * to find the call. As many as may be are kept; in their place, the one that was not used for longest goes.
 */
export class Sessions {
  readonly #service: Service;
  readonly #sessions = new Map<string, Session>();

  constructor(service: Service) {
    this.#service = service;
    const { closing } = service;
    const timer = setInterval(() => this.#closeIdle(), lookEveryMs).unref();
    const end = () => {
      clearInterval(timer);
      for (const id of this.#sessions.keys()) this.#close(id);
    };
    if (closing.aborted) end();
    else closing.addEventListener('abort', end, { once: true });
  }

  /**
   * Answers a request of a client.
   *
   * @throws 404 for a session that is none, or none of the caller's; 503 when there are too many
   */
  async handle({ request, body, caller }: Asked): Promise<Response> {
    const id = request.headers.get(header);
    const session = id === null ? await this.#begin(body, caller) : this.#find(id, caller);
    const answer = await session.transport.handleRequest(request, { parsedBody: body });
    return whileRead(answer, (reading) => {
      session.reading += reading ? 1 : -1;
      session.usedAt = performance.now();
    });
  }

  #find(id: string, caller: Caller): Session {
    const session = this.#sessions.get(id);
    if (session === undefined || !isSame(session.caller, caller)) {
      const message = 'there is no such session any more: initialize another one';
      throw new RefusedRequest('Request.NotFound', message);
    }
    session.usedAt = performance.now();
    return session;
  }

  async #begin(body: unknown, caller: Caller): Promise<Session> {
    if (!isInitializeRequest(body)) {
      const message = `initialize a session first, and send its id in the header ${header}`;
      throw new RefusedRequest('Request.Malformed', message);
    }
    this.#makeRoom();
    const transport = new HttpTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new RecentMessages(),
      keepAliveMs: this.#service.settings.heartbeatMs,
      onsessioninitialized: (id) => void this.#sessions.set(id, session),
    });
    const session: Session = { transport, caller, usedAt: performance.now(), reading: 0 };
    const server = await connectTeams({ service: this.#service, caller }, transport);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's own objects have no other way
    server.onclose = () => void this.#sessions.delete(transport.sessionId ?? '');
    return session;
  }

  #makeRoom(): void {
    if (this.#sessions.size < mostSessions) return;
    const [longest] = this.#unread();
    if (longest === undefined) {
      const message = `${mostSessions} MCP clients are connected, which is as many as may be: try again later`;
      throw new RefusedRequest('Service.Unavailable', message);
    }
    this.#close(longest.id);
  }

  #closeIdle(): void {
    const since = performance.now() - idleMs;
    for (const { id, usedAt } of this.#unread()) if (usedAt < since) this.#close(id);
  }

  /** Those that nobody reads now, the one that was not used for longest first. */
  #unread() {
    return [...this.#sessions]
      .map(([id, { usedAt, reading }]) => ({ id, usedAt, reading }))
      .filter(({ reading }) => reading === 0)
      .toSorted((one, other) => one.usedAt - other.usedAt);
  }

  #close(id: string): void {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    session?.transport.close().catch(() => undefined); // its streams end, its runs go on
  }
}

function isSame(one: Caller, other: Caller): boolean {
  return JSON.stringify([one.user, one.teams]) === JSON.stringify([other.user, other.teams]);
}
