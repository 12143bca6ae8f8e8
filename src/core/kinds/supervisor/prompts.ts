import { escapeText, join, type Text } from '../../content.ts';
import { element, type Element, elementsIn, escapeAttribute, onOneLine } from '../../elements.ts';
import { beginningOf } from '../../unicode.ts';
import type { Plan, PlanTask, SelectionMode } from './plan.ts';
import type { Review } from './review.ts';
import { asAgent, childSteps } from '../walk.ts';
import type { Step } from '../step.ts';
import type { SupervisorSpec } from './types.ts';

/** What came of a task, as the planner reads it. */
export interface TaskOutcome {
  task: PlanTask;
  content: Text | null;
  /** Why there is no content. */
  problem: string | null;
  /** Why a verifier has not accepted it; absent: it has, or has not seen it. */
  refused?: string | undefined;
}

/** Between tags of these names stand the request, and what came of a task. */
export const requestTag = 'request';
export const resultTag = 'result';

/** Stands before the tasks of the plan that are left. */
export const openTasks = '\n\nTasks of the plan that are still to be done:\n';

/** Asks for the first plan. */
export function plan(question: Text, spec: SupervisorSpec): Text {
  return join(
    request(question),
    team(spec),
    '\n\nMake a plan of tasks for the workers.',
    rules(spec),
  );
}

/** Asks for another plan, with what was done and what is missing in view. */
export function replan(
  question: Text,
  spec: SupervisorSpec,
  outcomes: readonly TaskOutcome[],
  review: Review | null,
): Text {
  const missing = review?.missing.answer ?? '';
  return join(
    request(question),
    team(spec),
    done(outcomes),
    missing === ''
      ? ''
      : `\n\nStill missing: ${onOneLine(missing)} (${onOneLine(review?.missing.reason ?? '')})`,
    '\n\nMake a new plan, of the tasks that are still needed. Results above stay; do not ask for them again. ' +
      'Where a task failed, take another worker or another way.',
    rules(spec),
  );
}

/** Asks what the work is worth so far. */
export function review(question: Text, current: Plan, outcomes: readonly TaskOutcome[]): Text {
  const open = current.tasks.filter(({ id }) => !outcomes.some(({ task }) => task.id === id));
  return join(
    request(question),
    done(outcomes),
    open.length === 0 ? '' : `${openTasks}${open.map(line).join('\n')}`,
    '\n\nJudge the work so far. Give the reason first, then the answer, for each question.',
  );
}

/** Asks whether results do what their tasks ask for. */
export function verify(question: Text, results: readonly TaskOutcome[]): Text {
  return join(
    request(question),
    '\n\nResults of single tasks, which are parts of it:\n',
    ...results.flatMap((each) => [outcome(each, demands(each.task)), '\n']),
    '\nJudge each result by its own task: is it right, does it reach the objective in the form that is expected, ' +
      'and does it stay within the boundaries? Do not send back what could only be nicer. ' +
      'Give the reason first: of what is not ok, what has to be mended.',
  );
}

function demands({ task: text, outputFormat = '', boundaries = '' }: PlanTask): string {
  const format = outputFormat === '' ? '' : ` Expected output: ${outputFormat}`;
  const limits = boundaries === '' ? '' : ` Boundaries: ${boundaries}`;
  return `${text}${format}${limits}`;
}

/** Asks for the final answer. */
export function synthesize(question: Text, outcomes: readonly TaskOutcome[]): Text {
  return join(
    request(question),
    done(outcomes),
    '\n\nAnswer the request from these results. Where a task failed and its result is missed, say so.',
    outcomes.some(({ refused }) => refused !== undefined)
      ? ' What is marked as not verified did not pass a check, for the reason given there: do not rely on it, and say so where it matters.'
      : '',
  );
}

function request(question: Text): Text {
  return join('The request:\n', element(requestTag, escapeText(question, 'xml')));
}

function team({ workers }: SupervisorSpec): string {
  const lines = Object.entries(workers).map(([name, worker]) => `- ${name}: ${describe(worker)}`);
  return `\n\nThe workers:\n${lines.join('\n')}`;
}

/** What a step is, in a line. */
function describe(step: Step): string {
  const agent = asAgent(step);
  if (agent !== null) return agent.role || agent.name;
  const inside = childSteps(step).map(describe);
  return `a ${step.kind} of ${inside.join('; ')}`;
}

const selection: Record<SelectionMode, string> = {
  selective: 'Use only the workers that the request needs.',
  all: 'Give every worker at least one task.',
  sequential:
    'Give every worker exactly one task, in the order of the list: each builds on the one before.',
};

/** How a prompt for a plan wants the workers to be used. */
export function modeIn(prompt: string): SelectionMode {
  const modes = Object.keys(selection) as SelectionMode[];
  return modes.find((mode) => prompt.includes(`\n- ${selection[mode]}\n`)) ?? 'selective';
}

function rules({ mode, maxWorkersPerStep, tasks = 'plain' }: SupervisorSpec): string {
  const isTyped = tasks === 'typed';
  return (
    `\n- ${selection[mode]}\n- At most ${maxWorkersPerStep} tasks run at once; tasks that do not depend on one another do.` +
    (isTyped && mode === 'selective' ? worthSplitting : '') +
    (isTyped ? typedTasks : plainTasks)
  );
}

const worthSplitting =
  '\n- Say first whether it is worth splitting at all. What one worker does as well alone is one task, for the worker who fits it best.';
const typedTasks =
  '\n- A task says what is to be reached, what the result has to look like, what to leave alone, and how much effort it is worth. No two tasks do the same work.' +
  '\n- A worker sees the request, its task and the results of the tasks it depends on, and nothing else.';
const plainTasks =
  '\n- A worker sees its task, its context and the results of the tasks it depends on, and nothing else.';

function line({ id, workerName, task: text }: PlanTask): string {
  return `- ${id}, ${workerName}: ${onOneLine(text)}`;
}

function done(outcomes: readonly TaskOutcome[]): Text {
  if (outcomes.length === 0) return '';
  const blocks = outcomes.map((each) => outcome(each, each.task.task));
  return join('\n\nDone so far:\n', ...blocks.flatMap((block) => [block, '\n']));
}

function outcome({ task: given, content, problem, refused }: TaskOutcome, asked: string): Text {
  return element(
    resultTag,
    join(
      `Task: ${onOneLine(asked).replaceAll('"', '&quot;')}\n`,
      problem === null ? escapeText(content ?? '', 'xml') : `Failed: ${escapeAttribute(problem)}`,
    ),
    {
      task: given.id,
      worker: given.workerName,
      state: problem === null ? 'done' : 'failed',
      ...(refused === undefined ? {} : { 'not-verified': shortReason(refused) }),
    },
  );
}

/** On one line, as it stands in a tag. */
function shortReason(reason: string): string {
  return beginningOf(reason.replaceAll(/\s+/g, ' ').trim(), 1_000);
}

/** What came of a task, as a prompt says it. */
export interface ShownOutcome {
  id: string;
  workerName: string;
  succeeded: boolean;
  /** Its result, or why there is none. */
  content: string;
}

/** The outcome that such an element holds. */
export function outcomeIn({ attributes, content }: Element): ShownOutcome {
  const { task = '', worker = '', state } = attributes;
  const said = content.slice(content.indexOf('\n') + 1); // after the line that repeats the task
  return { id: task, workerName: worker, succeeded: state === 'done', content: said };
}

/** The outcomes that a prompt tells, in order. */
export function outcomesIn(prompt: string): ShownOutcome[] {
  return elementsIn(prompt, resultTag).map(outcomeIn);
}
