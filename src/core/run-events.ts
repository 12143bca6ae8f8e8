import type { Text } from './content.ts';
import type { EventBody } from './events.ts';
import type { ResultBase, StepError } from './results.ts';

/** Keys of the events that each run has once, whoever tells them. */
export const runStarted = 'run.started';
export const runEnded = 'run.ended';

type RunEnd = Extract<EventBody<Text>, { type: 'run.ended' }>;

/** How a run ended; its result stands elsewhere. */
export function runEndOf({ success, error }: EndedStep): RunEnd {
  return { type: 'run.ended', success, error: shortError(error), result: null };
}

/** How a step inside a run ended. */
export function stepEndOf(result: EndedStep, content: Text | null): EventBody<Text> {
  const { success, error, totalCost: cost, totalDurationMs: durationMs } = result;
  const ended = {
    type: 'step.ended',
    success,
    error: shortError(error),
    cost,
    durationMs,
  } as const;
  return content === null ? ended : { ...ended, content };
}

type EndedStep = Pick<ResultBase<unknown>, 'success' | 'error' | 'totalCost' | 'totalDurationMs'>;

function shortError(error: StepError | null): { type: string; message: string } | null {
  return error === null ? null : { type: error.type, message: error.message };
}
