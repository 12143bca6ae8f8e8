import type { z } from 'zod';
import { Failure, failure } from './failures.ts';

/** One thing that is wrong with an input, and where: `steps[1].agents[0].timeout`. */
export interface InputProblem {
  path: string;
  message: string;
}

/**
 * Parses a value, the only way it is done in this project: a `ZodError` thrown inside a workflow
 * would retry the workflow task for ever.
 *
 * @param what names the input in the message: `the spec`
 * @throws `Input.Invalid`, non-retryable; `details` is `{problems: InputProblem[]}`
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
  what: string,
): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidInput(what, parsed.error.issues.flatMap(problemsOf));
}

/** The failure for an input with problems. */
export function invalidInput(what: string, problems: InputProblem[]) {
  const lines = problems.map(({ path, message }) =>
    path === '' ? message : `${path}: ${message}`,
  );
  return failure(Failure.inputInvalid, `${what} is not valid: ${lines.join('; ')}`, {
    details: { problems },
  });
}

function problemsOf(issue: z.core.$ZodIssue): InputProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: showPath([...issue.path, key]),
      message: 'there is no such field',
    }));
  }
  const path = showPath(issue.path);
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }));
  return [{ path, message: issue.message }];
}

/** `['steps', 1, 'agents', 0]` as `steps[1].agents[0]`. */
export function showPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (shown, key) =>
      typeof key === 'number'
        ? `${shown}[${key}]`
        : shown === ''
          ? String(key)
          : `${shown}.${String(key)}`,
    '',
  );
}
