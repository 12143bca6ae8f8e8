import type { z } from 'zod';
import { Failure, failure } from './failures.ts';
import { didYouMean } from './nearest.ts';
import { orList } from './or-list.ts';
import { showPath } from './show-path.ts';

/** One thing that is wrong with an input, and where: `steps[1].agents[0].timeout`. */
export interface InputProblem {
  path: string;
  message: string;
}

/** An input as it was read, or everything that is wrong with it. */
export type ReadInput<T> = { ok: true; value: T } | { ok: false; problems: InputProblem[] };

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
  const read = readInput(schema, value);
  if (read.ok) return read.value;
  throw invalidInput(what, read.problems);
}

/** Parses a value, or says everything that is wrong with it, each in words of our own. */
export function readInput<S extends z.ZodType>(schema: S, value: unknown): ReadInput<z.output<S>> {
  const parsed = parse(schema, value);
  if (parsed === null) return { ok: false, problems: [unreadable] };
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: parsed.error.issues.flatMap(problemsOf) };
}

const unreadable = {
  path: '',
  message:
    'it cannot be read: a field of an object in it is called as what every object has, such as toString or length',
};

/** A check may stumble over what it takes for a text or a list; `null` then. */
function parse<S extends z.ZodType>(schema: S, value: unknown) {
  try {
    return schema.safeParse(value, { error: inWords });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Why an input is refused, where it is more than its form: what a program may want to tell apart. */
export type RefusalReason =
  | 'unknownRun'
  | 'unknownTurn'
  | 'noItems'
  | 'takenId'
  | 'unknownQuestion'
  | 'answered';

/** The failure for an input with problems. */
export function invalidInput(what: string, problems: InputProblem[], reason?: RefusalReason) {
  const details = reason === undefined ? { problems } : { problems, reason };
  return failure(Failure.inputInvalid, notValid(what, problems), { details });
}

/** `the spec is not valid: name: it is missing; …` */
export function notValid(what: string, problems: readonly InputProblem[]): string {
  const lines = problems.map(({ path, message }) =>
    path === '' ? message : `${path}: ${message}`,
  );
  return `${what} is not valid: ${lines.join('; ')}`;
}

/**
 * What an issue says; `undefined`: what zod says of itself. One issue names all unknown fields of an
 * object: each gets a line.
 *
 * @param further fields that may be meant where there is no such field
 */
export function inWords(
  issue: z.core.$ZodRawIssue,
  further: readonly string[] = [],
): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = [...fieldsOf(issue.inst), ...further];
      return issue.keys
        .map((key, index) => `there is no such field${index < 20 ? didYouMean(key, known) : ''}`)
        .join('\n');
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      const { input } = issue;
      const near = typeof input === 'string' ? didYouMean(input, values) : '';
      return `expected ${orList(values)}${near}`;
    }
    case 'invalid_type':
      return `${issue.input === undefined ? 'it is missing: ' : ''}expected ${typeName(issue.expected)}`;
    default:
      return undefined;
  }
}

function typeName(type: string): string {
  return typeNames[type] ?? type;
}

const typeNames: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  nonoptional: 'a value',
};

/** The fields that an object's schema has, also one whose values are changed when they are read. */
export function fieldsOf(schema: unknown): string[] {
  const { _zod } = (schema ?? {}) as { _zod?: { def?: { shape?: object; in?: unknown } } };
  const { shape, in: before } = _zod?.def ?? {};
  return before === undefined ? Object.keys(shape ?? {}) : fieldsOf(before);
}

function problemsOf(issue: z.core.$ZodIssue): InputProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: showPath([...issue.path, key]),
      message: messages[index] ?? issue.message,
    }));
  }
  const path = showPath(issue.path);
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }));
  return [{ path, message: issue.message }];
}
