import { escapeText, join, type Text } from '../../content.ts';
import type { Plan, PlanTask } from './plan.ts';
import { type Answer, toContext } from '../../render.ts';
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
}

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
    missing === '' ? '' : `\n\nStill missing: ${missing} (${review?.missing.reason ?? ''})`,
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
    open.length === 0
      ? ''
      : `\n\nTasks of the plan that are still to be done:\n${open.map(line).join('\n')}`,
    '\n\nJudge the work so far. Give the reason first, then the answer, for each question.',
  );
}

/** What a worker is told. */
export function task(question: Text, given: PlanTask, needs: readonly Answer[]): Text {
  return join(
    `Your task: ${given.task}`,
    given.context === '' ? '' : `\n\nWhat you need to know: ${given.context}`,
    needs.length === 0 ? '' : join('\n\nResults of earlier tasks:\n', toContext(needs)),
    '\n\nYour task is part of this larger request, which others work on as well:\n<request>\n',
    escapeText(question, 'xml'),
    '\n</request>\nDo your task only.',
  );
}

/** Asks for the final answer. */
export function synthesize(question: Text, outcomes: readonly TaskOutcome[]): Text {
  return join(
    request(question),
    done(outcomes),
    '\n\nAnswer the request from these results. Where a task failed and its result is missed, say so.',
  );
}

function request(question: Text): Text {
  return join('The request:\n<request>\n', escapeText(question, 'xml'), '\n</request>');
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

function rules({ mode, maxWorkersPerStep }: SupervisorSpec): string {
  const selection = {
    selective: 'Use only the workers that the request needs.',
    all: 'Give every worker at least one task.',
    sequential:
      'Give every worker exactly one task, in the order of the list: each builds on the one before.',
  }[mode];
  return (
    `\n- ${selection}\n- At most ${maxWorkersPerStep} tasks run at once; tasks that do not depend on one another do.` +
    '\n- A worker sees its task, its context and the results of the tasks it depends on, and nothing else.'
  );
}

function line({ id, workerName, task: text }: PlanTask): string {
  return `- ${id}, ${workerName}: ${text}`;
}

function done(outcomes: readonly TaskOutcome[]): Text {
  if (outcomes.length === 0) return '';
  const blocks = outcomes.map(({ task: given, content, problem }) =>
    join(
      `<result task="${attribute(given.id)}" worker="${attribute(given.workerName)}" state="${problem === null ? 'done' : 'failed'}">\n`,
      `Task: ${attribute(given.task)}\n`,
      problem === null ? escapeText(content ?? '', 'xml') : `Failed: ${attribute(problem)}`,
      '\n</result>',
    ),
  );
  return join('\n\nDone so far:\n', ...blocks.flatMap((block) => [block, '\n']));
}

function attribute(text: string): string {
  const escaped = escapeText(text, 'xml');
  return typeof escaped === 'string' ? escaped.replaceAll('"', '&quot;') : '';
}
