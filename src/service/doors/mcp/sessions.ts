import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport as HttpTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import type { Caller } from '../../caller.ts';
import { RefusedRequest } from '../../errors.ts';
import type { Asked } from '../door.ts';
import type { Service } from '../../service.ts';
import { whileRead } from './while-read.ts';
import { RecentMessages } from './recent-messages.ts';
import { sessionToEnd } from './session-to-end.ts';
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
 * to find the call. As many as may be are kept; in their place, one of whoever has most of them goes.
 */
export class Sessions {
  readonly #service: Service;
  readonly #most: number;
  readonly #sessions = new Map<string, Session>();

  constructor(service: Service, most = mostSessions) {
    this.#service = service;
    this.#most = most;
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
   * @throws 404 for a session that is none, or none of the caller's; 503 when there are too many, and the
   *   caller reads all of its own
   */
  async handle({ request, body, caller }: Asked): Promise<Response> {
    const id = request.headers.get(header);
    const session = id === null ? await this.#begin(body, caller) : this.#find(id, caller);
    const answer = await session.transport.handleRequest(request, { parsedBody: body });
    const told = (reading: boolean) => {
      session.reading += reading ? 1 : -1;
      session.usedAt = performance.now();
    };
    return whileRead(answer, told, this.#service.settings.log);
  }

  #find(id: string, caller: Caller): Session {
    const session = this.#sessions.get(id);
    if (session === undefined || ownerOf(session.caller) !== ownerOf(caller)) {
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
    this.#makeRoom(caller);
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

  #makeRoom(caller: Caller): void {
    if (this.#sessions.size < this.#most) return;
    const id = sessionToEnd(this.#held(), ownerOf(caller));
    if (id === null) {
      const message = `${this.#most} MCP clients are connected, which is as many as may be: try again later`;
      throw new RefusedRequest('Service.Unavailable', message);
    }
    this.#close(id);
  }

  #closeIdle(): void {
    const since = performance.now() - idleMs;
    for (const { id, usedAt, reading } of this.#held())
      if (reading === 0 && usedAt < since) this.#close(id);
  }

  #held() {
    return [...this.#sessions].map(([id, { caller, usedAt, reading }]) => {
      return { id, owner: ownerOf(caller), usedAt, reading };
    });
  }

  #close(id: string): void {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    session?.transport.close().catch(() => undefined); // its streams end, its runs go on
  }
}

/** Tokens that open the same are one owner. */
function ownerOf({ user, teams }: Caller): string {
  return JSON.stringify([user, teams]);
}
