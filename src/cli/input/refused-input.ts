import type { ApplicationFailure } from '@temporalio/common';
import { Failure, failure, findFailure } from '../../core/failures.ts';
import type { InputProblem } from '../../core/parse-input.ts';

/** A problem of an input with its place in the file. */
export interface LocatedProblem extends InputProblem {
  /** From 1. */
  line?: number;
  column?: number;
}

/** The failure for a problem that is not inside a document: an option, a file. */
export function refuse(message: string): ApplicationFailure {
  return failure(Failure.inputInvalid, message, { details: { problems: [] } });
}

/** The failure for a file with problems, each with its place. */
export function refuseFile(file: string, problems: readonly LocatedProblem[]): ApplicationFailure {
  const message = problems.map((problem) => showProblem(file, problem)).join('\n');
  return failure(Failure.inputInvalid, message, { details: { problems } });
}

/** `research.yaml:12:7 steps[1].timeout: …`, the form in which editors find the place. */
function showProblem(file: string, { path, message, line, column }: LocatedProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return path === '' ? `${place}: ${message}` : `${place} ${path}: ${message}`;
}

/** Several refusals as one, so that everything that is wrong is told at once. */
export function refuseAll(refusals: readonly ApplicationFailure[]): ApplicationFailure {
  const [first] = refusals;
  if (first !== undefined && refusals.length === 1) return first;
  const message = refusals.map((refusal) => refusal.message).join('\n');
  const details = { problems: refusals.flatMap(problemsIn) };
  return failure(Failure.inputInvalid, message, { details });
}

/** The problems in an `Input.Invalid`; none when it is something else. */
function problemsIn(error: unknown): LocatedProblem[] {
  const [details] = refusalIn(error)?.details ?? [];
  if (typeof details !== 'object' || details === null || !('problems' in details)) return [];
  return Array.isArray(details.problems) ? (details.problems as LocatedProblem[]) : [];
}

function refusalIn(error: unknown): ApplicationFailure | undefined {
  const found = findFailure(error);
  return found?.type === Failure.inputInvalid ? found : undefined;
}

/** What was read, or why it was refused. */
export type Read<T> =
  | { value: T; refusal?: undefined }
  | { value?: undefined; refusal: ApplicationFailure };

/** Waits for what is read; a failure that is not about the input is thrown on. */
export async function orRefusal<T>(reading: Promise<T>): Promise<Read<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal === undefined) throw error;
    return { refusal };
  }
}
