import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { EventSource, type ErrorEvent } from 'eventsource';
import type { RunEvent } from '../../../../src/client/index.ts';
import { messagesOf } from '../../../support/event-messages.ts';
import { openBreakingLine } from './breaking-line.ts';

/** What a reader of a stream was told, and how often it had lost the stream before. */
export interface ReadEvents {
  events: RunEvent[];
  dropped: number;
}

/** Reads the events of a run with curl, which is killed after a few of them and started behind the last one, so often. */
export async function readByCurl(url: string, drops: number): Promise<ReadEvents> {
  const events: RunEvent[] = [];
  for (let dropped = 0; ; dropped += 1) {
    const few = dropped < drops ? 1 + Math.floor(Math.random() * 5) : Infinity;
    for await (const event of curl(url, events.at(-1)?.cursor, few)) events.push(event);
    if (events.at(-1)?.type === 'run.ended') return { events, dropped };
  }
}

async function* curl(url: string, after: string | undefined, atMost: number) {
  const resumed = after === undefined ? [] : ['-H', `Last-Event-ID: ${after}`];
  const child = spawn('curl', ['-sSfN', url, ...resumed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let left = atMost;
  for await (const { id, data } of messagesOf(new Response(Readable.toWeb(child.stdout)))) {
    if (data === null) continue;
    if (id !== data.cursor) throw new Error(`an event behind ${id} has the cursor ${data.cursor}`);
    yield data;
    left -= 1;
    if (left === 0) break;
  }
  if (left === 0) child.kill('SIGKILL');
  const [code] = (await exited) as [number | null];
  if (left > 0 && code !== 0) throw new Error(`curl ended with ${code}`);
}

/** Reads them with an `EventSource`, over a connection that breaks again and again, until the server has it stop. */
export async function readByEventSource(url: string): Promise<ReadEvents> {
  const { origin, pathname } = new URL(url);
  const line = await openBreakingLine(origin);
  line.beginToBreak();
  const source = new EventSource(`${line.url}${pathname}`);
  try {
    return await readAll(source);
  } finally {
    source.close();
    await line.close();
  }
}

async function readAll(source: EventSource): Promise<ReadEvents> {
  const events: RunEvent[] = [];
  let dropped = 0;
  for (const type of eventTypes)
    source.addEventListener(type, ({ data }) =>
      events.push(JSON.parse(data as string) as RunEvent),
    );
  return await new Promise((resolve, reject) => {
    source.addEventListener('error', ({ code, message }: ErrorEvent) => {
      if (source.readyState !== source.CLOSED) dropped += 1;
      else if (code === 204) resolve({ events, dropped });
      else reject(new Error(`the stream is refused: ${message}`));
    });
  });
}

/** A page names those that it listens to. */
const eventTypes = Object.keys({
  'run.started': true,
  'run.ended': true,
  'step.started': true,
  'step.ended': true,
  'turn.started': true,
  'turn.retried': true,
  'turn.ended': true,
  'tool.called': true,
  'tool.progress': true,
  'tool.ended': true,
  'check.made': true,
  'items.counted': true,
  'plan.made': true,
  'review.made': true,
  'verification.made': true,
  'round.ended': true,
  'pass.judged': true,
  'vote.cast': true,
  'route.chosen': true,
  'analysis.made': true,
  'question.asked': true,
  'question.answered': true,
  'text.delta': true,
  'tool.delta': true,
  warning: true,
} satisfies Record<RunEvent['type'], true>);
