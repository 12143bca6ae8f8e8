import type { z } from 'zod';

/**
 * For what is asked of several fields together: it is asked where another field is wrong too, so that
 * all problems are told at once. What is wrong stands there as it was written, and may be anything.
 */
export const inAnyCase = { when: () => true };

/** Adds the problem that a check has found, if it has found one. */
export function refuseIf(problem: string | null, context: z.RefinementCtx): void {
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
}

/** A list that was read, or nothing where something else stands in its place. */
export function listIn<T>(field: readonly T[]): readonly T[] {
  return Array.isArray(field) ? field : [];
}

/** The name of a step that was read; `undefined` where something else stands in its place. */
export function nameIn(step: { name: string } | undefined): string | undefined {
  const given: unknown = step;
  if (typeof given !== 'object' || given === null || !('name' in given)) return undefined;
  return typeof given.name === 'string' ? given.name : undefined;
}

/** Passes the problems of a part on to what it is a part of; the part stays as it was written. */
export function passOn(error: z.ZodError, value: unknown, context: z.RefinementCtx): unknown {
  context.issues.push(...error.issues.map((issue) => ({ ...issue, input: value }) as never));
  return value;
}
