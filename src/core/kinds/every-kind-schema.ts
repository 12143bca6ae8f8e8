import { z } from 'zod';
import { fieldsOf, inWords } from '../parse-input.ts';
import { outputSchema, threadSchema } from './agent/schema.ts';
import { type EveryKind, outputElement, outputOf } from './every-kind.ts';
import { passOn } from './refinements.ts';
import { kindOf } from './registry.ts';
import type { Step, StepInput } from './step.ts';
import { agentsIn } from './walk.ts';

const schema = z.object({ output: outputSchema.nullish(), thread: threadSchema.nullish() });
const fields = Object.keys(schema.shape);

/**
 * Parses a step by the schema of its kind, and the fields that every kind has. With problems, which are
 * passed on, it stays as it was written.
 */
export function parseEveryKind(
  kind: z.ZodType<Step, StepInput>,
  value: object,
  { written, context }: { written: unknown; context: z.RefinementCtx },
): Step {
  const { own, shared } = split(value, fieldsOf(kind));
  const parsed = kind.safeParse(own, { error: inStepWords });
  if (!parsed.success) passOn(parsed.error, written, context);
  const around = schema.safeParse(shared, { error: inWords });
  if (!around.success) passOn(around.error, written, context);
  if (!parsed.success || !around.success) return written as Step;
  const step = { ...parsed.data, ...given(around.data) } as Step;
  const problem = outputProblem(step);
  if (problem !== null) context.addIssue({ code: 'custom', path: ['output'], message: problem });
  return step;
}

/** A kind that has such a field of its own, as an agent does, reads it itself. */
function split(value: object, ownFields: readonly string[]) {
  const names = fields.filter((name) => name in value && !ownFields.includes(name));
  if (names.length === 0) return { own: value, shared: {} };
  const isShared = ([name]: [string, unknown]) => names.includes(name);
  const all: [string, unknown][] = Object.entries(value);
  return {
    own: Object.fromEntries(all.filter((field) => !isShared(field))),
    shared: Object.fromEntries(all.filter(isShared)),
  };
}

/** A step without such a field is written as it was before there were any. */
function given(shared: EveryKind): EveryKind {
  return Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== null));
}

function inStepWords(issue: z.core.$ZodRawIssue): string | undefined {
  const isStep = issue.code === 'unrecognized_keys' && fieldsOf(issue.inst).includes('kind');
  return inWords(issue, isStep ? fields : []);
}

/** Who puts the answer into the form is an agent on the model of one inside, beside the steps inside. */
function outputProblem(step: Step): string | null {
  if (outputOf(step) === null) return null;
  if (agentsIn(step).length === 0)
    return 'there is no agent in it whose model could put the answer into this form: add one';
  const elements = kindOf(step)
    .children(step)
    .map(({ element }) => element);
  if (!elements.includes(outputElement)) return null;
  return `a step in it is called '${outputElement}', as the one that puts the answer into this form is: call it otherwise`;
}
