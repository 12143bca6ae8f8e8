import type { Client } from '@temporalio/client';
import type { EventBody, RunEvent } from '../../core/events.ts';
import { stepTitle } from '../../core/kinds/titles.ts';
import { runEndOf } from '../../core/run-events.ts';
import { readProgress, type RunProgress, type StepProgress } from '../progress/index.ts';
import type { Text } from '../../core/content.ts';

/** An event, and when it happened. */
interface Moment {
  at: number;
  path: string;
  event: EventBody<Text>;
}

/**
 * What the histories of a run tell that has told no events itself, because an earlier version started
 * it: which steps began and ended, in the order of time.
 */
export async function eventsOfHistory(temporal: Client, id: string): Promise<RunEvent[]> {
  const run = await readProgress(temporal, id);
  return momentsOf(run).map(({ at, path, event }, index) => ({
    ...(event as EventBody),
    seq: index + 1,
    at: new Date(at).toISOString(),
    run: id,
    path,
    cursor: `${index + 1}`,
  }));
}

function momentsOf(run: RunProgress): Moment[] {
  const startedAt = Date.parse(run.startedAt);
  const endedAt = run.closedAt === null ? Infinity : Date.parse(run.closedAt);
  const { kind, name, error, status, totalCost, totalDurationMs } = run;
  const steps = run.steps
    .filter(({ path }) => path !== '')
    .flatMap((step) => momentsOfStep(step, run))
    .toSorted((one, other) => one.at - other.at);
  const started: Moment = { at: startedAt, path: '', event: { type: 'run.started', kind, name } };
  if (endedAt === Infinity) return [started, ...steps];
  const success = status === 'completed';
  const end = runEndOf({ success, error, totalCost, totalDurationMs });
  return [started, ...steps, { at: endedAt, path: '', event: end }];
}

function momentsOfStep(step: StepProgress, { spec }: RunProgress): Moment[] {
  const { path, kind, startedAt, durationMs, state, error, cost } = step;
  if (startedAt === null) return [];
  const at = Date.parse(startedAt);
  const title = stepTitle(path, spec);
  const started: Moment = { at, path, event: { type: 'step.started', kind, title } };
  if (state === 'running' || durationMs === null) return [started];
  const why = error === null ? null : { type: error.type, message: error.message };
  const ended = { success: state === 'done', error: why, cost, durationMs };
  return [started, { at: at + durationMs, path, event: { type: 'step.ended', ...ended } }];
}
