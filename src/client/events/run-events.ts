import { setTimeout as sleep } from 'node:timers/promises';
import { readCursor, writeCursor } from '../../core/event-cursor.ts';
import type { FollowedEvent, RunEvent, TurnRead } from '../../core/events.ts';
import { runEnded, runEndOf } from '../../core/run-events.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import { textIn } from '../../core/text-field.ts';
import { fillTexts } from '../runs/fill-result.ts';
import type { TextReader } from '../runs/worker-query.ts';
import { type EventSource, eventsThroughWorker, type OpenEvents } from './event-source.ts';

/** What a run's events are read with. */
export interface EventReader extends TextReader {
  /** Reads them where the client has the store itself. Default: through a worker. */
  openEvents?: OpenEvents;
}

/** A run as its events need it. */
export interface FollowedRun {
  id: string;
  /** Whether it has ended; an unknown run is refused. */
  hasEnded(): Promise<boolean>;
  /** What its histories tell, where it has told nothing itself. */
  history(): Promise<RunEvent[]>;
  /** Its result: waits for its end. */
  result(): Promise<StepResult<string>>;
}

/** How long a source is asked to wait for something new, in ms. */
const waitMs = 1_000;

/** How long nothing has to be new until it is looked whether the run goes on, in ms. */
const quietMs = 2_000;

/** How often it is looked whether a run that has ended has told anything, in ms. */
const lookAgainMs = 250;

/** Where events are read from, and how. */
export interface FollowOptions {
  /** A cursor. */
  after: string;
  /** Ends it. */
  signal: AbortSignal;
}

/** What happens in a run, in order, until it has ended or `signal` is aborted. */
export async function* followRun(
  reader: EventReader,
  run: FollowedRun,
  { after, signal }: FollowOptions,
): AsyncGenerator<RunEvent> {
  const open = reader.openEvents ?? eventsThroughWorker(reader);
  const source = open(run.id, after);
  let hasTold = false;
  let hasEnded = await run.hasEnded();
  for (let quietSince = performance.now(); !signal.aborted;) {
    let events = await source.next(hasEnded ? 0 : waitMs, signal);
    if (events.length === 0 && hasEnded) {
      hasTold ||= await hasToldAny(open(run.id, '0'), signal);
      if (signal.aborted) return; // what there is was not read to its end
      if (!hasTold) return void (yield* withResult(run, behind(after, await run.history())));
      events = await endOf(source, run);
      if (events.length === 0) return; // its end lies behind the cursor
    }
    const isOver = yield* withResult(run, await filled(reader, events));
    if (isOver) return;
    const now = performance.now();
    if (events.length > 0) [hasTold, quietSince] = [true, now];
    if (now - quietSince < quietMs) continue;
    quietSince = now;
    hasEnded = await run.hasEnded();
  }
}

/** What has just been told is on its way for a moment. */
async function hasToldAny(source: EventSource, signal: AbortSignal): Promise<boolean> {
  const end = performance.now() + quietMs;
  for (;;) {
    if ((await source.next(0, signal)).length > 0) return true;
    if (performance.now() >= end || signal.aborted) return false;
    await sleep(lookAgainMs);
  }
}

/** @returns whether the run's end was among them, which gets its result */
async function* withResult(
  run: FollowedRun,
  events: readonly RunEvent[],
): AsyncGenerator<RunEvent, boolean> {
  for (const event of events) {
    if (event.type === 'run.ended') {
      const result = await run.result();
      // A cancellation may have reached the server behind what the run said of its end.
      yield { ...event, ...runEndOf(result), result };
      return true; // what comes behind it was on its way, and is of no use
    }
    yield event;
  }
  return false;
}

/** What has happened in a run so far, in order. */
export async function eventsSoFar(reader: EventReader, run: FollowedRun): Promise<RunEvent[]> {
  const { signal } = new AbortController();
  const told: RunEvent[] = [];
  if (await run.hasEnded()) {
    for await (const event of followRun(reader, run, { after: '0', signal })) told.push(event);
    return told;
  }
  const source = (reader.openEvents ?? eventsThroughWorker(reader))(run.id, '0');
  for (;;) {
    const events = await source.next(0, signal);
    if (events.length === 0) return told;
    for await (const event of withResult(run, await filled(reader, events))) told.push(event);
  }
}

function behind(after: string, events: readonly RunEvent[]): RunEvent[] {
  const { seq } = readCursor(after);
  return events.filter((event) => event.seq > seq);
}

/** A run that was terminated or timed out could not say so: whoever sees it says it, for all. */
async function endOf(source: EventSource, run: FollowedRun): Promise<FollowedEvent[]> {
  return await source.end({ ...runEndOf(await run.result()), key: runEnded, path: '' });
}

async function filled(reader: TextReader, events: readonly FollowedEvent[]): Promise<RunEvent[]> {
  const read = (await fillTexts(reader, events)) as Filled[];
  return read.flatMap((event) => (event.type === 'turn.ended' ? withRest(event) : [event]));
}

/** A followed event once its texts are read. */
type Filled = RunEvent & Partial<TurnRead>;

/** The end of a turn, after what was not given yet of its text to whoever has followed it. */
function withRest(event: Filled & { type: 'turn.ended' }): RunEvent[] {
  const { from = 0, turn = 0, others = [], field, ...ended } = event;
  const text = textIn(ended.text, field ?? null);
  const whole: RunEvent = { ...ended, text };
  if (from === 0 || from >= text.length) return [whole];
  const { seq, at, run, path } = ended;
  const cursor = writeCursor(seq - 1, [...others, { seq: turn, offset: text.length }]);
  const place = { seq: seq - 1, at, run, path, cursor };
  return [{ type: 'text.delta', ...place, text: text.slice(from), offset: from, turn }, whole];
}
