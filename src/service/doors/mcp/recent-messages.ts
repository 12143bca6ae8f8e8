import type {
  EventId,
  EventStore,
  StreamId,
} from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

/** How much is kept of what was sent, for a client that comes back. */
const keptMessages = 200;
const keptCharacters = 200_000;

interface Sent {
  id: number;
  stream: StreamId;
  message: JSONRPCMessage;
  characters: number;
}

/**
 * The last messages of a session: a client whose connection has dropped asks for those that it has
 * missed, the result of a call among them.
 */
export class RecentMessages implements EventStore {
  #sent: Sent[] = [];
  #last = 0;
  #characters = 0;

  async storeEvent(stream: StreamId, message: JSONRPCMessage): Promise<EventId> {
    const id = (this.#last += 1);
    const characters = JSON.stringify(message).length;
    this.#sent.push({ id, stream, message, characters });
    this.#characters += characters;
    while (this.#sent.length > keptMessages || this.#characters > keptCharacters) this.#drop();
    return await Promise.resolve(eventId(stream, id));
  }

  async getStreamIdForEventId(event: EventId): Promise<StreamId | undefined> {
    return await Promise.resolve(readEventId(event)?.stream);
  }

  async replayEventsAfter(
    last: EventId,
    { send }: { send: (event: EventId, message: JSONRPCMessage) => Promise<void> },
  ): Promise<StreamId> {
    const after = readEventId(last);
    if (after === undefined) throw new Error(`there was no event '${last}'`);
    const missed = this.#sent.filter(({ stream, id }) => stream === after.stream && id > after.id);
    for (const { id, stream, message } of missed) await send(eventId(stream, id), message);
    return after.stream;
  }

  #drop(): void {
    this.#characters -= this.#sent.shift()?.characters ?? 0;
  }
}

function eventId(stream: StreamId, id: number): EventId {
  return `${stream}/${id}`;
}

function readEventId(event: EventId): { stream: StreamId; id: number } | undefined {
  const at = event.lastIndexOf('/');
  const id = Number(event.slice(at + 1));
  return at < 0 || !Number.isSafeInteger(id) ? undefined : { stream: event.slice(0, at), id };
}
