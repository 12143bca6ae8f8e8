import type { Effort, PlanReply, PlanTask } from '../../core/kinds/supervisor/plan.ts';
import {
  modeIn,
  openTasks,
  outcomesIn,
  type ShownOutcome,
} from '../../core/kinds/supervisor/prompts.ts';
import type { Review } from '../../core/kinds/supervisor/review.ts';
import type { Verdict } from '../../core/kinds/supervisor/verification.ts';
import { enumOf, type Form, schemaAt } from './form.ts';

/** Tasks of a plan at most, where the request does not want every worker. */
const mostTasks = 4;

/**
 * A plan with a task for each worker: who finds out comes first, then who weighs, who writes, and
 * who checks. A replan has one for each worker that failed, else another look by the first one.
 */
export function simulatedPlan({ schema, prompt, topic }: Form): object | undefined {
  const workers = enumOf(schemaAt(schema, 'tasks', 'items', 'workerName'));
  if (workers.length === 0) return undefined;
  const done = outcomesIn(prompt);
  const plan =
    done.length === 0 ? firstPlan(workers, prompt, topic) : nextPlan(workers, done, topic);
  if (schemaAt(schema, 'tasks', 'items', 'objective') === undefined) return plan;
  const { reasoning, tasks } = plan;
  const split = { reason: reasoning, worthIt: tasks.length > 1 };
  const why = schemaAt(schema, 'split') === undefined ? { reasoning } : { split };
  return { ...why, tasks: tasks.map(typed) };
}

/** The same task as typed plans have it. */
function typed({ id, workerName, task, dependsOn }: PlanTask): object {
  const { outputFormat, effort } = stages[stageOf(workerName)];
  const boundaries = 'Leave the other tasks to others (simulated).';
  return { id, workerName, objective: task, outputFormat, boundaries, effort, dependsOn };
}

function firstPlan(workers: readonly string[], prompt: string, topic: string): PlanReply {
  const mode = modeIn(prompt);
  const chosen = mode === 'selective' ? workers.slice(0, mostTasks) : workers;
  const numbered = chosen.map((worker, index) => ({ worker, id: `t${index + 1}` }));
  const tasks = numbered.map(({ worker, id }) => {
    const stage = stageOf(worker);
    const before = mode === 'sequential' ? [] : needsOf(stage, numbered);
    const task = `${stages[stage].task} “${topic}” (simulated task)`;
    return { id, workerName: worker, task, context: '', priority: stage + 1, dependsOn: before };
  });
  const order = tasks.map(({ workerName }) => workerName).join(', ');
  return { reasoning: `Simulated plan: a task each for ${order}.`, tasks };
}

/** The ids of the nearest stage before this one that somebody works in. */
function needsOf(stage: number, all: readonly { worker: string; id: string }[]): string[] {
  const earlier = all.filter(({ worker }) => stageOf(worker) < stage);
  const nearest = Math.max(...earlier.map(({ worker }) => stageOf(worker)));
  return earlier.filter(({ worker }) => stageOf(worker) === nearest).map(({ id }) => id);
}

function nextPlan(
  workers: readonly string[],
  done: readonly ShownOutcome[],
  topic: string,
): PlanReply {
  const failing = failingWorkers(done).filter((worker) => workers.includes(worker));
  const chosen = failing.length > 0 ? failing : workers.slice(0, 1);
  const tasks = chosen.map((workerName, index) => {
    const number = done.length + index + 1;
    const task = `Take another way at “${topic}”, as attempt ${number} (simulated task)`;
    const id = freshId(number, done);
    return { id, workerName, task, context: '', priority: 1, dependsOn: [] };
  });
  const reasoning = `Simulated replan: ${chosen.join(', ')} ${chosen.length === 1 ? 'tries' : 'try'} another way.`;
  return { reasoning, tasks };
}

function freshId(number: number, done: readonly ShownOutcome[]): string {
  const id = `t${number}`;
  return done.some((each) => each.id === id) ? `${id}b` : id;
}

type Stage = 0 | 1 | 2 | 3;

const stages = [
  {
    pattern: /^/,
    task: 'Find out what is known about',
    outputFormat: 'Findings, one a line',
    effort: 'high',
  },
  {
    pattern: /analy|strateg|expert|engineer|econom/i,
    task: 'Weigh what was found on',
    outputFormat: 'What it means, with reasons',
    effort: 'medium',
  },
  {
    pattern: /writ|author|report|summar|synthes/i,
    task: 'Write down what was found on',
    outputFormat: 'A text to be read',
    effort: 'medium',
  },
  {
    pattern: /critic|\bedit|review|check|proof|quality/i,
    task: 'Check what was written on',
    outputFormat: 'What is wrong or missing',
    effort: 'low',
  },
] as const satisfies readonly {
  pattern: RegExp;
  task: string;
  outputFormat: string;
  effort: Effort;
}[];

function stageOf(worker: string): Stage {
  return stages.findLastIndex(({ pattern }) => pattern.test(worker)) as Stage;
}

/** Satisfied once every task has a result and no worker's last one is a failure. */
export function simulatedReview({ schema, prompt }: Form): Review | undefined {
  const known = ['satisfied', 'progress', 'inLoop', 'missing'];
  if (known.some((name) => schemaAt(schema, name, 'answer') === undefined)) return undefined;
  const done = outcomesIn(prompt);
  const failing = failingWorkers(done);
  const missing = failing.length > 0 ? `what ${failing.join(', ')} did not finish` : '';
  const satisfied = !prompt.includes(openTasks) && failing.length === 0;
  const count = `${done.length} ${done.length === 1 ? 'task has' : 'tasks have'} ended`;
  return {
    satisfied: {
      reason: `Simulated review: ${count}, and ${satisfied ? 'none is left.' : 'not all is there.'}`,
      answer: satisfied,
    },
    progress: { reason: 'The last tasks have ended (simulated).', answer: true },
    inLoop: { reason: 'Nothing was asked twice (simulated).', answer: false },
    missing: { reason: 'Read off the list of results (simulated).', answer: missing },
  };
}

/** Every result that is one passes. */
export function simulatedVerdicts({ schema, prompt }: Form): { verdicts: Verdict[] } | undefined {
  if (schemaAt(schema, 'verdicts', 'items', 'ok') === undefined) return undefined;
  const verdicts = outcomesIn(prompt).map(({ id, content }) => {
    const ok = content.trim() !== '';
    const reason = ok ? 'It does what the task asks for (simulated).' : 'It is empty (simulated).';
    return { id, ok, reason };
  });
  return { verdicts };
}

/** The workers whose last result is a failure. */
function failingWorkers(done: readonly ShownOutcome[]): string[] {
  const last = new Map(done.map(({ workerName, succeeded }) => [workerName, succeeded]));
  return [...last].filter(([, succeeded]) => !succeeded).map(([worker]) => worker);
}
