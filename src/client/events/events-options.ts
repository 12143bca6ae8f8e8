import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { readCursor } from '../../core/event-cursor.ts';
import type { RunEvent } from '../../core/events.ts';
import { parseInput } from '../../core/parse-input.ts';
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

/** The events of what stands at a path or below it, until that ends; `''`: all of them. */
export async function* below(
  path: string,
  events: AsyncGenerator<RunEvent>,
): AsyncGenerator<RunEvent> {
  for await (const event of events) {
    const isInside = path === '' || event.path === path || event.path.startsWith(`${path}/`);
    if (isInside || event.type === 'run.ended') yield event;
    if (path !== '' && event.type === 'step.ended' && event.path === path) return;
  }
}

/**
 * Whether a run has ended.
 *
 * @throws `Input.Invalid` when there is no such run
 */
export async function hasEnded(temporal: Client, id: string): Promise<boolean> {
  try {
    const { status } = await temporal.workflow.getHandle(id).describe();
    return status.name !== 'RUNNING' && status.name !== 'CONTINUED_AS_NEW';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw unknownRun(id);
    throw error;
  }
}
