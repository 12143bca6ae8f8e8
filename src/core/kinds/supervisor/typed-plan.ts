import { aBoolean, aString, type Form, formOf, listOf, objectOf } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';
import { meantOf } from '../../meant.ts';
import {
  aTaskId,
  type Effort,
  efforts,
  type PlanReply,
  type PlanRules,
  planTitle,
  type PlanTask,
  type SelectionMode,
  type Split,
} from './plan.ts';

/** How a planner may describe a task. */
export const taskForms = ['typed', 'plain'] as const;
/**
 * What a planner says of a task. `typed`: its objective, expected output, boundaries and effort, after
 * it has said whether the request is worth splitting at all. `plain`: one text, as before there were others.
 */
export type TaskForm = (typeof taskForms)[number];

const text = (description: string) => ({ type: 'string', description });

/**
 * The JSON Schema of a plan of typed tasks. The planner says first whether there is anything to split,
 * where it chooses the workers.
 *
 * @see https://arxiv.org/abs/2512.08296 for what splitting costs where it does not fit
 */
export function typedPlanSchema(workers: readonly string[], mode: SelectionMode): JsonSchema {
  const why: Record<string, JsonSchema> =
    mode === 'selective'
      ? {
          split: {
            ...closed({ reason: text('Why'), worthIt: { type: 'boolean' } }),
            description:
              'Is it worth splitting among several tasks? Not where one worker does as well alone.',
          },
        }
      : { reasoning: text('Why these tasks, this way') };
  return {
    title: planTitle,
    ...closed({ ...why, tasks: { type: 'array', minItems: 1, items: taskSchema(workers) } }),
  };
}

function taskSchema(workers: readonly string[]): JsonSchema {
  return closed({
    id: text('Short and unique, such as t1'),
    workerName: { type: 'string', enum: [...workers] },
    objective: text('What is to be found out or made, complete in itself'),
    outputFormat: text('What the result has to hold, its form and length'),
    boundaries: text('What to leave alone, or to other tasks; empty if nothing'),
    effort: { type: 'string', enum: [...efforts] },
    dependsOn: {
      type: 'array',
      items: { type: 'string' },
      description: 'Ids of tasks whose results this one needs',
    },
  });
}

/** A plan of typed tasks, read kindly: what is left out has a default, and names mean what they spell. */
export function typedPlanForm(rules: PlanRules): Form<PlanReply> {
  const form = objectOf({
    reasoning: orElse(aString, ''),
    split: orElse<Split | undefined>(
      objectOf({ worthIt: aBoolean, reason: orElse(aString, '') }),
      undefined,
    ),
    tasks: listOf(typedTask, 1),
  });
  return (value, path) => {
    const read = form(value, path);
    if (!read.ok) return read;
    const { reasoning, split, tasks } = read.value;
    const plan = { reasoning: split?.reason ?? reasoning, tasks: withMeantNames(tasks, rules) };
    const asked = split !== undefined && rules.mode === 'selective';
    return { ok: true, value: asked ? { ...plan, split } : plan };
  };
}

function withMeantNames(tasks: readonly TypedTask[], { workers, used, available }: PlanRules) {
  const named = tasks.map((task, index) => ({
    ...task,
    id: task.id ?? `t${used.length + index + 1}`,
  }));
  const known = [...named.map(({ id }) => id), ...available];
  return named.map(
    ({ id, workerName, objective, outputFormat, boundaries, effort, dependsOn }): PlanTask => ({
      id,
      workerName: meantOf(workerName, workers) ?? workerName,
      task: objective,
      context: '',
      priority: 1,
      dependsOn: [...new Set(dependsOn.map((on) => meantOf(on, known) ?? on))],
      objective,
      outputFormat,
      boundaries,
      effort,
    }),
  );
}

interface TypedTask {
  /** `null`: it has none yet. */
  id: string | null;
  workerName: string;
  objective: string;
  outputFormat: string;
  boundaries: string;
  effort: Effort;
  dependsOn: string[];
}

/** The value, or what stands for it where it is left out. */
function orElse<T>(form: Form<T>, instead: T): Form<T> {
  return (value, path) =>
    value === undefined || value === null ? { ok: true, value: instead } : form(value, path);
}

/** What a form reads, as something else. */
function mapped<T, U>(form: Form<T>, change: (value: T) => U): Form<U> {
  return (value, path) => {
    const read = form(value, path);
    return read.ok ? { ok: true, value: change(read.value) } : read;
  };
}

/** A text, also where it was written as a number or as a list of lines. */
const aPhrase: Form<string> = (value, path) => {
  const lines = Array.isArray(value) ? value : [value];
  return mapped(listOf(aWord), (all) => all.join('\n').trim())(lines, path);
};

const aWord: Form<string> = mapped(
  formOf<string | number>((value) =>
    typeof value === 'string' || Number.isFinite(value) ? null : 'expected a string',
  ),
  String,
);

const anId: Form<string> = (value, path) => {
  const word = aWord(value, path);
  return word.ok ? aTaskId(word.value.trim().replaceAll(/\s+/g, '-'), path) : word;
};

const anEffort: Form<Effort> = (value, path) => {
  const meant = typeof value === 'string' ? meantOf(value, efforts) : undefined;
  if (meant !== undefined) return { ok: true, value: meant };
  return formOf<Effort>(() => `expected ${efforts.join(', ')}`)(value, path);
};

const needs: Form<string[]> = (value, path) =>
  listOf(aWord)(Array.isArray(value) ? value : value === '' ? [] : [value], path);

const anObjective = mapped(
  formOf<string>((value) =>
    typeof value !== 'string' ? 'expected a string' : value.trim() === '' ? 'it is empty' : null,
  ),
  (objective) => objective.trim(),
);

const fields = objectOf<TypedTask>({
  id: orElse<string | null>(anId, null),
  workerName: aString,
  objective: anObjective,
  outputFormat: orElse(aPhrase, ''),
  boundaries: orElse(aPhrase, ''),
  effort: orElse<Effort>(anEffort, 'medium'),
  dependsOn: orElse(needs, []),
});

/** An objective may be called the task. */
const typedTask: Form<TypedTask> = (value, path) => {
  if (typeof value !== 'object' || value === null || 'objective' in value || !('task' in value))
    return fields(value, path);
  return fields({ ...value, objective: value.task }, path);
};
