import { z } from 'zod';
import { nearest, suggestion } from '../nearest.ts';
import { orList } from '../or-list.ts';
import {
  fieldsOf,
  invalidInput,
  type InputProblem,
  inWords,
  type ReadInput,
  readInput,
} from '../parse-input.ts';
import { isDeeper } from '../schema-weight.ts';
import { showPath } from '../show-path.ts';
import { defineAnyStep } from './any-step.ts';
import { parseEveryKind } from './every-kind-schema.ts';
import { isKind, kindNames } from './registry.ts';
import * as schemas from './schemas.ts';
import { noChecks, type SpecChecks, withChecks } from './spec-checks.ts';
import type { Kind, Step, StepInput } from './step.ts';

type StepSchema = z.ZodType<Step, StepInput>;

/** A step of any kind. What is inside a step of no kind is read all the same. */
const stepSchema: StepSchema = z.custom<StepInput>().transform((value: unknown, context): Step => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    context.addIssue({ code: 'custom', message: 'expected an object with a kind: a step' });
    return value as Step;
  }
  const { kind } = value as { kind?: unknown };
  if (typeof kind === 'string' && isKind(kind)) return parseAs(kind, value, value, context);
  const meant = typeof kind === 'string' ? nearest(kind, kindNames) : kindByFields(value);
  context.addIssue({ code: 'custom', path: ['kind'], message: unknownKind(meant) });
  if (meant !== undefined) return parseAs(meant, { ...value, kind: meant }, value, context);
  return parseInside(value, [], context);
});

defineAnyStep(stepSchema);

const kinds = schemasOf(stepSchema);

/** The schema of every kind; a pattern's is made with the schema of the steps inside it. */
function schemasOf(step: StepSchema): Record<Kind, StepSchema> {
  const made = Object.entries(schemas).map(
    ([kind, schema]) => [kind, typeof schema === 'function' ? schema(step) : schema] as const,
  );
  return Object.fromEntries(made) as unknown as Record<Kind, StepSchema>;
}

/** The step; with problems, which are passed on, it stays as it was written. */
function parseAs(kind: Kind, value: object, written: unknown, context: z.RefinementCtx): Step {
  return parseEveryKind(kinds[kind], value, { written, context });
}

function unknownKind(meant: Kind | undefined): string {
  return `kind must be ${orList(kindNames)}${suggestion(meant)}`;
}

/** Of which kind a step is that does not say it: the one that has most of its fields; `undefined`: several have. */
function kindByFields(step: object): Kind | undefined {
  const fields = Object.keys(step);
  const ranked = kindNames
    .map((kind) => {
      const known = fieldsOf(kinds[kind]);
      return { kind, has: fields.filter((field) => known.includes(field)).length };
    })
    .toSorted((one, other) => other.has - one.has);
  const [best, second] = ranked;
  return best !== undefined && best.has > (second?.has ?? 0) ? best.kind : undefined;
}

/** What is inside a step of no kind is read all the same: whatever has a kind is a step. */
function parseInside(value: object, path: PropertyKey[], context: z.RefinementCtx): Step {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner !== 'object' || inner === null || notSteps.has(key)) continue;
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (!('kind' in inner)) {
      parseInside(inner, at, context);
      continue;
    }
    const { error } = stepSchema.safeParse(inner, { error: inWords });
    for (const issue of error?.issues ?? [])
      context.issues.push({ ...issue, path: [...at, ...issue.path], input: inner } as never);
  }
  return value as Step;
}

/** Fields whose values are anything, and no steps. */
const notSteps = new Set(['output', 'inputs', 'providerOptions']);

/**
 * Reads a step spec and fills in the defaults. Reading its own output changes nothing.
 *
 * @throws `Input.Invalid`, naming the path of each problem
 */
export function parseStep(value: unknown, what = 'the spec'): Step {
  const read = readStep(value);
  if (read.ok) return read.value;
  throw invalidInput(what, read.problems);
}

/** Reads a step spec and fills in the defaults, or says everything that is wrong with it. */
export function readStep(value: unknown, checks: SpecChecks = noChecks): ReadInput<Step> {
  const message = nestingProblem(value);
  if (message !== null) return { ok: false, problems: [{ path: '', message }] };
  const keys = keyProblems(value, []);
  const read = withChecks(checks, () => readInput(stepSchema, value));
  if (keys.length === 0) return read;
  const paths = new Set(keys.map(({ path }) => path));
  const others = read.ok ? [] : read.problems.filter(({ path }) => !paths.has(path));
  return { ok: false, problems: [...keys, ...others] };
}

/** Objects and lists inside one another at most: far more than steps that have room for their names. */
const deepest = 500;

/** Whoever reads a spec follows it down: what has no end, or is too deep, is read by nobody. */
function nestingProblem(value: unknown): string | null {
  if (!isDeeper(value, deepest)) return null;
  return containsItself(value)
    ? 'it contains itself'
    : `it is nested more than ${deepest} levels deep`;
}

function containsItself(value: unknown): boolean {
  try {
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? '' : inner));
    return false;
  } catch (error) {
    return !(error instanceof RangeError);
  }
}

const keyNames = new Set(['apikey', 'api_key', 'api-key']);

function keyProblems(value: unknown, path: PropertyKey[]): InputProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === 'output' || key === 'inputs') return [];
    if (!keyNames.has(key.toLowerCase())) return keyProblems(inner, at);
    const message =
      "an API key never stands in a spec: set it in the worker's environment (OPENAI_API_KEY, " +
      "ANTHROPIC_API_KEY, or the variable that the provider's keyEnv names)";
    return [{ path: showPath(at), message }];
  });
}
