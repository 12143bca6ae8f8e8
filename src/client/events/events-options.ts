import { getMaxListeners, setMaxListeners } from 'node:events';
import { z } from 'zod';
import { readCursor } from '../../core/event-cursor.ts';
import type { RunEvent } from '../../core/events.ts';
import { parseInput } from '../../core/parse-input.ts';
import { joinPath } from '../../core/step-path.ts';
import { unknownRun } from '../runs/unknown-run.ts';
import type { FollowOptions } from './run-events.ts';

/** Which events of a run. */
export interface EventsOptions {
  /** `cursor` or `seq` of the last event that was seen. Default: from the beginning. */
  after?: string | number;
  /** Ends the events. Default: nothing but the end of the run does. */
  signal?: AbortSignal;
}

const optionsSchema = z.strictObject({
  after: z.union([z.string(), z.int().nonnegative()]).optional(),
  signal: z.instanceof(AbortSignal).optional(),
} satisfies Record<keyof EventsOptions, z.ZodType>);

/** @throws `Input.Invalid` */
export function readEventsOptions(options: EventsOptions): FollowOptions {
  const read = parseInput(optionsSchema, options, 'events()');
  const after = `${read.after ?? 0}`;
  readCursor(after);
  return { after, signal: read.signal ?? new AbortController().signal };
}

/**
 * The events of what stands at a path or below it, until that ends; `''`: all of them.
 *
 * @param after cursor that they begin behind
 * @throws `Input.Invalid` when the run has ended, and nothing stood there from the beginning on
 */
export async function* below(
  path: string,
  events: AsyncGenerator<RunEvent>,
  after: string,
): AsyncGenerator<RunEvent> {
  let isKnown = path === '' || readCursor(after).seq > 0;
  for await (const event of events) {
    const isInside = path === '' || event.path === path || event.path.startsWith(`${path}/`);
    isKnown ||= isInside;
    if (event.type === 'run.ended' && !isKnown) throw unknownRun(joinPath(event.run, path));
    if (isInside || event.type === 'run.ended') yield event;
    if (path !== '' && event.type === 'step.ended' && event.path === path) return;
  }
}

/**
 * Events, with room at their signal for the listener that each of its followers has there: whoever
 * shares one among many is not warned of a leak, and still is of one of their own.
 */
export async function* withListener(
  signal: AbortSignal,
  events: AsyncGenerator<RunEvent>,
): AsyncGenerator<RunEvent> {
  const most = getMaxListeners(signal);
  if (most === 0) return void (yield* events); // no limit
  setMaxListeners(most + 1, signal);
  try {
    yield* events;
  } finally {
    const now = getMaxListeners(signal);
    if (now > 1) setMaxListeners(now - 1, signal);
  }
}
