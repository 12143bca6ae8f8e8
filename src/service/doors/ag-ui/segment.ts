import { type AGUIEvent, EventType, type Interrupt, type RunFinishedEvent } from '@ag-ui/core';
import type { RunHandle } from '../../../client/runs/run-handle.ts';
import { readCursor } from '../../../core/event-cursor.ts';
import { toInterrupt } from './interrupts.ts';
import { orDue } from '../../or-due.ts';
import { type AgUiIds, interruptId } from './run-ids.ts';
import { readEnd } from './run-result.ts';
import type { EventOf } from './translate/place.ts';
import { type TranslatedRun, Translation } from './translate/translation.ts';
import { Waiting } from '../../waiting.ts';

/** What an AG-UI run tells of one of ours: from its beginning, or from where an earlier one has ended. */
export interface Segment {
  handle: RunHandle;
  ids: AgUiIds;
  shown: TranslatedRun;
  /** Cursor that it begins behind; `0`: at the beginning. */
  after: string;
  /** Tells the message that the run was begun with from others. */
  asked: string;
}

/** A segment while it is told. */
interface Telling {
  segment: Segment;
  translation: Translation;
  waiting: Waiting;
  cursor: string;
}

/** Says why it is not told to its end: by what was thrown; `undefined`: our run's events ended before it. */
export type Broken = (thrown: { error: unknown } | undefined) => { code: string; message: string };

/**
 * The events of an AG-UI run behind its `RUN_STARTED`. Whatever happens, everything that has begun ends,
 * and the last one is `RUN_FINISHED` or `RUN_ERROR`.
 */
export async function* tell(
  segment: Segment,
  signal: AbortSignal,
  broken: Broken,
): AsyncGenerator<AGUIEvent> {
  const { after, shown } = segment;
  const telling = {
    segment,
    translation: new Translation(shown),
    waiting: new Waiting(),
    cursor: after,
  };
  let thrown: { error: unknown } | undefined;
  try {
    for await (const event of told(telling, signal)) {
      yield event;
      if (isLast(event)) return;
    }
  } catch (error) {
    thrown = { error };
  }
  yield* telling.translation.suspend([]);
  yield failed(telling, broken(thrown));
}

function isLast({ type }: AGUIEvent): boolean {
  return type === EventType.RUN_FINISHED || type === EventType.RUN_ERROR;
}

async function* told(telling: Telling, signal: AbortSignal): AsyncGenerator<AGUIEvent> {
  const { segment, translation, waiting } = telling;
  const { handle, after } = segment;
  await remember(telling, signal);
  yield* translation.begin(readCursor(after));
  const events = handle.events({ after, signal });
  for await (const event of orDue(events, () => waiting.dueIn())) {
    if (event === 'due') {
      const interrupts = await interruptsOf(telling);
      if (interrupts.length > 0) return yield* interrupted(telling, interrupts);
      waiting.again();
      continue;
    }
    telling.cursor = event.cursor;
    waiting.take(event);
    if (event.type === 'run.ended') return yield* ended(telling, event);
    yield* translation.take(event);
  }
}

/** Reads what earlier AG-UI runs have told: what goes on from there. */
async function remember(
  { segment, translation, waiting }: Telling,
  signal: AbortSignal,
): Promise<void> {
  const { seq } = readCursor(segment.after);
  if (seq === 0) return;
  for await (const event of segment.handle.events({ signal })) {
    if (event.seq > seq) return;
    waiting.take(event);
    translation.remember(event);
    if (event.seq === seq && event.type !== 'text.delta' && event.type !== 'tool.delta') return;
  }
}

/** The questions that wait by now and were told. */
async function interruptsOf({ segment, translation, waiting, cursor }: Telling) {
  const { handle, asked } = segment;
  const open = await handle.questions();
  return open.flatMap((question) => {
    const told = waiting.asked.get(question.id);
    if (told === undefined) return [];
    const id = interruptId({ run: handle.id, cursor, asked, question: question.id });
    return [toInterrupt(question, told, { id, ...translation.askedBy(told) })];
  });
}

function* interrupted(
  { segment, translation }: Telling,
  interrupts: Interrupt[],
): Generator<AGUIEvent> {
  yield* translation.suspend(interrupts);
  yield finished(segment, translation, { outcome: { type: 'interrupt', interrupts } });
}

function* ended(
  { segment, translation }: Telling,
  event: EventOf<'run.ended'>,
): Generator<AGUIEvent> {
  const { studio } = segment.shown;
  const end = readEnd(event, { url: segment.handle.url, studio });
  switch (end.is) {
    case 'answered':
      yield* translation.close(event);
      yield* translation.answer(end.content);
      yield finished(segment, translation, { outcome: { type: 'success' }, result: end.result });
      return;
    case 'cancelled':
      yield* translation.close(event);
      yield finished(segment, translation, { outcome: { type: 'cancelled' } });
      return;
    case 'failed':
      yield* translation.close(event);
      yield failed({ segment, translation }, end);
  }
}

function failed(
  { segment, translation }: Pick<Telling, 'segment' | 'translation'>,
  { code, message: why }: { code: string; message: string },
): AGUIEvent {
  const { usage } = translation;
  const message = `${why} (run ${segment.handle.id})`;
  return { type: EventType.RUN_ERROR, message, code, usage };
}

function finished(
  { ids }: Segment,
  { usage }: Translation,
  how: Pick<RunFinishedEvent, 'outcome' | 'result'>,
): AGUIEvent {
  return { type: EventType.RUN_FINISHED, ...ids, ...how, usage };
}
