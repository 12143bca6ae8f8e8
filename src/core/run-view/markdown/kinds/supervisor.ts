import type { PlanView, ReviewView, SupervisorView, TaskView } from '../../kinds/supervisor.ts';
import type { Split } from '../../../kinds/supervisor/plan.ts';
import { code, inline } from '../safe-markdown.ts';
import type { ViewNode } from '../../types.ts';
import type { MarkdownWriter, WriteKind } from '../writer.ts';

export const supervisor: WriteKind<SupervisorView> = (node, own, writer) => {
  const { plans, reviews, synthesis } = own;
  return [
    ...plans.flatMap((plan) => writePlan(node, plan, writer)),
    ...(reviews.length === 0 ? [] : [writer.heading('Reviews'), reviewLines(reviews)]),
    ...(synthesis === null ? [] : [writer.heading('Synthesis'), ...writer.said(synthesis)]),
  ];
};

function writePlan(
  node: ViewNode,
  { version, tasks, split }: PlanView,
  writer: MarkdownWriter,
): string[] {
  return [
    writer.heading(`Plan ${version}`),
    ...(split === undefined ? [] : [splitLine(split)]),
    tasks.map((task) => taskLines(node, task)).join('\n'),
    ...tasks.flatMap(({ path, again, id, workerName }) =>
      [path, ...again].flatMap((each, index) => {
        const attempt = index === 0 ? '' : ` · attempt ${index + 1}`;
        return writer.step(each, `${inline(id)} · ${inline(workerName)}${attempt}`);
      }),
    ),
  ];
}

function splitLine({ worthIt, reason }: Split): string {
  const why = reason.trim() === '' ? '' : `: ${inline(reason)}`;
  return `${worthIt ? 'Worth splitting' : 'Not worth splitting'}${why}`;
}

/** The task, and below it what it has to give and what a verifier has said of that. */
function taskLines(node: ViewNode, task: TaskView): string {
  const { outputFormat = '', boundaries = '', effort, verdicts } = task;
  const below = [
    ...(outputFormat === '' ? [] : [`Expected output: ${inline(outputFormat)}`]),
    ...(boundaries === '' ? [] : [`Boundaries: ${inline(boundaries)}`]),
    ...(effort === undefined ? [] : [`Effort: ${effort}`]),
    ...verdicts.map(
      ({ ok, reason }) =>
        `${ok ? 'Verified' : 'Not verified'}${reason.trim() === '' ? '' : `: ${inline(reason)}`}`,
    ),
  ];
  return [taskLine(node, task), ...below.map((line) => `  - ${line}`)].join('\n');
}

function taskLine(node: ViewNode, task: TaskView): string {
  const { id, workerName, dependsOn, wave, path } = task;
  const done = node.children.some((child) => child.path === path && child.state === 'done');
  const needs = dependsOn.length === 0 ? '' : ` · after ${dependsOn.map(code).join(', ')}`;
  const when = wave === null ? '' : ` · wave ${wave}`;
  return `- [${done ? 'x' : ' '}] ${code(id)} ${inline(workerName)}: ${inline(task.task)}${needs}${when}`;
}

function reviewLines(reviews: readonly ReviewView[]): string {
  return reviews
    .map(({ review }, index) => {
      if (review === null) return `${index + 1}. There is none.`;
      const { satisfied, missing } = review;
      const lacks = missing.answer === '' ? '' : ` Missing: ${inline(missing.answer)}.`;
      const word = satisfied.answer ? 'Satisfied' : 'Not satisfied';
      return `${index + 1}. ${word}: ${inline(satisfied.reason)}.${lacks}`;
    })
    .join('\n');
}
