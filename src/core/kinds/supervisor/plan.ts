import { aNumber, aString, aText, type Form, listOf, objectOf } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';
import { meantOf } from '../../meant.ts';

/** How the planner may use the workers. */
export const selectionModes = ['selective', 'all', 'sequential'] as const;
/** `selective`: the planner chooses; `all`: each gets a task; `sequential`: each after the one before. */
export type SelectionMode = (typeof selectionModes)[number];

/** How much work a task is worth. */
export const efforts = ['low', 'medium', 'high'] as const;
/** How much work a task is worth. */
export type Effort = (typeof efforts)[number];

/** A task that the planner gives to a worker. */
export interface PlanTask {
  id: string;
  workerName: string;
  /** What the worker is to do; with typed tasks the same as `objective`. */
  task: string;
  /** What the worker has to know besides. */
  context: string;
  /** 1 comes first; it orders the tasks that could run at the same time. */
  priority: number;
  /** Ids of the tasks whose results it needs. */
  dependsOn: string[];
  /** What is to be found out or made. Like the next three only where tasks are typed. */
  objective?: string;
  /** What the result has to look like; '' for nothing in particular. */
  outputFormat?: string;
  /** What the worker leaves alone, or to others; '' for nothing. */
  boundaries?: string;
  effort?: Effort;
}

/** Whether a planner found its request worth splitting among several workers. */
export interface Split {
  worthIt: boolean;
  reason: string;
}

/** The tasks that a planner has given. */
export interface Plan {
  /** From 1; a replan takes the next. */
  version: number;
  tasks: PlanTask[];
  /** Only where tasks are typed and the mode is `selective`. */
  split?: Split;
}

/** An id of a task: it stands in step paths. */
export const aTaskId = aText([/^[\w.-]{1,40}$/, 'an id has letters, digits, _ . - and is short']);

/** What a planner replies where tasks are plain, as far as it is read. */
export const planReplyForm: Form<PlanReply> = objectOf({
  reasoning: aString,
  tasks: listOf(
    objectOf({
      id: aTaskId,
      workerName: aString,
      task: aText([/^[^]/, 'it is empty']),
      context: aString,
      priority: aNumber,
      dependsOn: listOf(aString),
    }),
    1,
  ),
});

/** A plan as it is replied, in either form. */
export interface PlanReply {
  reasoning: string;
  /** Absent: it was not asked, or not said. */
  split?: Split;
  tasks: PlanTask[];
}

/** The same form, with every worker under the name that is meant. */
export function withMeantWorkers(
  form: Form<PlanReply>,
  workers: readonly string[],
): Form<PlanReply> {
  return (value, path) => {
    const read = form(value, path);
    if (!read.ok) return read;
    const tasks = read.value.tasks.map((task) => ({
      ...task,
      workerName: meantOf(task.workerName, workers) ?? task.workerName,
    }));
    return { ok: true, value: { ...read.value, tasks } };
  };
}

const text = (description: string) => ({ type: 'string', description });

/** The title of that reply's JSON Schema. */
export const planTitle = 'Plan';

/** The JSON Schema that the planner's reply has to have; the worker is one of these. */
export function planJsonSchema(workers: readonly string[]): JsonSchema {
  return {
    title: planTitle,
    ...closed({
      reasoning: text('Why these tasks, this way: what is known, what has to be found out'),
      tasks: {
        type: 'array',
        minItems: 1,
        items: closed({
          id: text('Short and unique, such as t1'),
          workerName: { type: 'string', enum: [...workers] },
          task: text('What the worker is to do, complete in itself'),
          context: text('What the worker has to know besides; empty if nothing'),
          priority: { type: 'integer', minimum: 1, description: '1 comes first' },
          dependsOn: {
            type: 'array',
            items: { type: 'string' },
            description: 'Ids of tasks whose results this one needs',
          },
        }),
      },
    }),
  };
}

/** What a plan may do. */
export interface PlanRules {
  workers: readonly string[];
  mode: SelectionMode;
  /** Ids of earlier plans' tasks; a new task takes none of them. */
  used: readonly string[];
  /** Those of them with a result that a new task may depend on. */
  available: readonly string[];
}

/** Worker and task, told apart neither by case nor by spaces nor punctuation. */
export function instructionKey({
  workerName,
  task,
}: Pick<PlanTask, 'workerName' | 'task'>): string {
  return `${workerName}: ${task
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()}`;
}

/** What is wrong with a plan, each in a sentence for the planner; empty when it is good. */
export function planProblems({ tasks, split }: PlanReply, rules: PlanRules): string[] {
  const ids = tasks.map(({ id }) => id);
  const keys = tasks.map(instructionKey);
  const known = [...ids, ...rules.available];
  return [
    ...tasks
      .filter(({ workerName }) => !rules.workers.includes(workerName))
      .map(
        ({ id, workerName }) =>
          `task ${id}: there is no worker '${workerName}'; there are ${rules.workers.join(', ')}`,
      ),
    ...repeated([...ids, ...rules.used]).map((id) => `the id ${id} is used twice`),
    ...repeated(keys).map((key) => `the same instruction is given twice: ${key}`),
    ...tasks.flatMap(({ id, dependsOn }) =>
      dependsOn
        .filter((on) => !known.includes(on))
        .map((on) => `task ${id} depends on ${on}, which is not a task`),
    ),
    ...cycleProblem(inOrder(tasks, rules.mode)),
    ...modeProblems(tasks, rules),
    ...(split?.worthIt === false && tasks.length > 1
      ? [`it is not worth splitting, and there are ${tasks.length} tasks: give one, or split it`]
      : []),
  ];
}

/** Tasks that only say again what was carried out already, each in a sentence for the planner. */
export function repetitions({ tasks }: PlanReply, carriedOut: ReadonlySet<string>): string[] {
  return tasks
    .filter((task) => carriedOut.has(instructionKey(task)))
    .map(
      ({ id }) =>
        `task ${id} repeats an instruction that was carried out already: say something else, or leave it out`,
    );
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function cycleProblem(tasks: PlanReply['tasks']): string[] {
  let left = tasks;
  for (;;) {
    const open = new Set(left.map(({ id }) => id));
    const blocked = left.filter(({ dependsOn }) => dependsOn.some((id) => open.has(id)));
    if (blocked.length === 0) return [];
    if (blocked.length === left.length) {
      return [
        `these tasks wait for one another in a circle: ${blocked.map(({ id }) => id).join(', ')}`,
      ];
    }
    left = blocked;
  }
}

function modeProblems(tasks: PlanReply['tasks'], { mode, workers }: PlanRules): string[] {
  const used = tasks.map(({ workerName }) => workerName);
  if (mode === 'selective') return [];
  const missing = workers.filter((name) => !used.includes(name));
  if (missing.length > 0)
    return [`every worker needs a task; these have none: ${missing.join(', ')}`];
  if (mode === 'all' || used.join('\n') === workers.join('\n')) return [];
  return [`give each worker exactly one task, in this order: ${workers.join(', ')}`];
}

/** The plan of a reply; in sequence, each task needs the one before it. */
export function planOf(reply: PlanReply, version: number, mode: SelectionMode): Plan {
  const { split } = reply;
  return { version, tasks: inOrder(reply.tasks, mode), ...(split === undefined ? {} : { split }) };
}

function inOrder(tasks: PlanReply['tasks'], mode: SelectionMode): PlanTask[] {
  return tasks.map((task, index) => {
    const before = mode === 'sequential' ? tasks[index - 1]?.id : undefined;
    const needs = before === undefined ? task.dependsOn : [...new Set([...task.dependsOn, before])];
    return { ...task, dependsOn: needs };
  });
}

/** The tasks to run next: those whose needs are met, by priority and then in the plan's order. */
export function nextWave(
  plan: Plan,
  started: ReadonlySet<string>,
  succeeded: ReadonlySet<string>,
  most: number,
): PlanTask[] {
  return plan.tasks
    .filter(({ id, dependsOn }) => !started.has(id) && dependsOn.every((on) => succeeded.has(on)))
    .toSorted((a, b) => a.priority - b.priority)
    .slice(0, most);
}
