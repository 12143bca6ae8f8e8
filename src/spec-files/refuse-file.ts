import type { ApplicationFailure } from '@temporalio/common';
import { Failure, failure } from '../core/failures.ts';
import type { InputProblem } from '../core/parse-input.ts';

/** A problem of an input with its place in the file. */
export interface LocatedProblem extends InputProblem {
  /** From 1. */
  line?: number;
  column?: number;
}

/**
 * The failure for a file with problems, each with its place.
 *
 * @param reason `unread`: it is not known what stands in it, and may be the next time
 */
export function refuseFile(
  file: string,
  problems: readonly LocatedProblem[],
  reason?: 'unread',
): ApplicationFailure {
  const message = problems.map((problem) => showProblem(file, problem)).join('\n');
  const details = reason === undefined ? { problems } : { problems, reason };
  return failure(Failure.inputInvalid, message, { details });
}

/** `research.yaml:12:7 steps[1].timeout: …`, the form in which editors find the place. */
function showProblem(file: string, { path, message, line, column }: LocatedProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return path === '' ? `${place}: ${message}` : `${place} ${path}: ${message}`;
}
