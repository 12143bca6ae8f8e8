import { z } from 'zod';
import { justBeforeMs } from '../../client/runs/run-look.ts';
import { readCursor } from '../../core/event-cursor.ts';
import type { RunEvent } from '../../core/events.ts';
import { visibleRun } from '../caller.ts';
import { eventStream, type StreamMessage } from '../event-stream.ts';
import type { Service } from '../service.ts';
import { type Asked, type Call, call } from './door.ts';
import { byId } from './schemas.ts';

const querySchema = z.strictObject({
  after: z.string().optional().describe('Cursor that the events begin behind'),
});

/** `GET /v1/runs/ID/events`. */
export function eventsCall(service: Service): Call {
  return call({
    method: 'get',
    path: '/v1/runs/:id/events',
    does: 'What happens in a run, as server-sent events, until it has ended',
    params: byId,
    query: querySchema,
    headers: { 'Last-Event-ID': 'As `after`; it counts where both are given' },
    answers: {
      200: {
        does: 'Each event: `id` is its cursor, `event` its type, `data` the event as JSON',
        type: 'text/event-stream',
      },
      204: { does: 'The run has ended, and there is nothing behind the cursor' },
    },
    refuses: [404, 503],
    handle: (asked) => follow(service, asked),
  });
}

type Following = Asked<{ id: string }, z.output<typeof querySchema>>;

async function follow(service: Service, { params, query, caller, request }: Following) {
  const after = request.headers.get('last-event-id') ?? query.after ?? '0';
  readCursor(after);
  const { id: run, status, handle } = await visibleRun(service, caller, params.id, justBeforeMs);
  const events = (signal: AbortSignal) => handle.events({ after, signal });
  const isLookedAt = after !== '0' || params.id !== run; // a step may be none
  if (status !== 'running' && isLookedAt && (await isEmpty(events))) {
    // an EventSource comes again for ever after a stream that ends, and only stops at this
    return new Response(null, { status: 204 });
  }
  const { heartbeatMs, log } = service.settings;
  const life = { heartbeatMs, log, closing: service.closing };
  return eventStream((signal) => messagesOf(events(signal)), life);
}

async function isEmpty(
  events: (signal: AbortSignal) => AsyncGenerator<RunEvent>,
): Promise<boolean> {
  const looking = new AbortController();
  const first = await events(looking.signal).next();
  looking.abort();
  return first.done === true;
}

async function* messagesOf(events: AsyncIterable<RunEvent>): AsyncGenerator<StreamMessage> {
  for await (const event of events)
    yield { id: event.cursor, event: event.type, data: JSON.stringify(event) };
}
