import type { z } from 'zod';
import type { AgentSpec } from './agent/types.ts';
import type { SpecChecks } from './spec-checks.ts';
import type { Step, StepInput } from './step.ts';

/** What the schema of a kind is made with. */
export interface SchemaParts {
  /** Any step inside the kind. */
  step: z.ZodType<Step, StepInput>;
  /** An agent inside the kind. */
  agent: z.ZodType<AgentSpec>;
  checks: SpecChecks;
}

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
export function passOn<T>(error: z.ZodError, value: unknown, context: z.RefinementCtx): T {
  context.issues.push(...error.issues.map((issue) => ({ ...issue, input: value }) as never));
  return value as T;
}
