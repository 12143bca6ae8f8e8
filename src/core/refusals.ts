import type { ApplicationFailure } from '@temporalio/common';
import { Failure, failure, findFailure } from './failures.ts';

/** Several refusals as one, so that everything that is wrong is told at once, a line each. */
export function refuseAll(refusals: readonly ApplicationFailure[]): ApplicationFailure {
  const [first] = refusals;
  if (first !== undefined && refusals.length === 1) return first;
  const message = refusals.map((refusal) => refusal.message).join('\n');
  return failure(Failure.inputInvalid, message, {
    details: { problems: refusals.flatMap(problemsIn) },
  });
}

function problemsIn({ details }: ApplicationFailure): unknown[] {
  const [first] = details ?? [];
  if (typeof first !== 'object' || first === null || !('problems' in first)) return [];
  return Array.isArray(first.problems) ? first.problems : [];
}

/** What was read, or why it was refused. */
export type Refusable<T> =
  | { value: T; refusal?: undefined }
  | { value?: undefined; refusal: ApplicationFailure };

/** Waits for what is read; a failure that is not about the input is thrown on. */
export async function orRefusal<T>(reading: Promise<T>): Promise<Refusable<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    const found = findFailure(error);
    if (found?.type !== Failure.inputInvalid) throw error;
    return { refusal: found };
  }
}
