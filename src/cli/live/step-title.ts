import type { DebateSpec } from '../../core/kinds/debate/schema.ts';
import type { ParallelSpec } from '../../core/kinds/parallel/schema.ts';
import type { PipelineSpec } from '../../core/kinds/pipeline/schema.ts';
import type { Step } from '../../core/kinds/step-schema.ts';
import type { SupervisorSpec } from '../../core/kinds/supervisor/schema.ts';

/** One element of a path for people, and the step that stands there. */
interface Titled {
  title: string;
  inner: Step | null;
}

/**
 * The path of a step for people: `round 1 · Advocate` for a debate's `r1-Advocate`. Elements that
 * name a step already stay as they are.
 */
export function stepTitle(path: string, spec: Step | null): string {
  const [head = '', ...rest] = path.split('/');
  const { title, inner } = spec === null ? { title: head, inner: null } : titled(head, spec);
  return rest.length === 0 ? title : `${title}/${stepTitle(rest.join('/'), inner)}`;
}

function titled(element: string, step: Step): Titled {
  switch (step.kind) {
    case 'agent':
      return { title: element, inner: null };
    case 'parallel':
      return { title: element, inner: agentIn(step, element) };
    case 'pipeline':
      return { title: element, inner: stageIn(step, element) };
    case 'supervisor':
      return inSupervisor(element, step);
    case 'debate':
      return inDebate(element, step);
  }
}

function agentIn({ agents }: ParallelSpec | DebateSpec, name: string): Step | null {
  return agents.find((agent) => agent.name === name) ?? null;
}

function stageIn({ steps }: PipelineSpec, element: string): Step | null {
  const stage = steps[Number.parseInt(element, 10) - 1];
  if (stage === undefined) return null;
  if (element === `${Number.parseInt(element, 10)}-${stage.step.name}`) return stage.step;
  return typeof stage.transform === 'object' ? stage.transform : null;
}

/** `plan-1`, `1-t2-Writer` (the plan, the task and the worker), `review-1`, `synthesis`. */
function inSupervisor(element: string, { workers }: SupervisorSpec): Titled {
  const [, kind, number] = /^(plan|review)-(\d+)$/.exec(element) ?? [];
  if (kind !== undefined) return { title: `${kind} ${number}`, inner: null };
  const [, plan, task] = /^(\d+)-(.+)$/.exec(element) ?? [];
  const worker = Object.keys(workers).find((name) => task?.endsWith(`-${name}`));
  if (worker === undefined || task === undefined) return { title: element, inner: null };
  const id = task.slice(0, -worker.length - 1);
  return { title: `plan ${plan} · ${id} · ${worker}`, inner: workers[worker] ?? null };
}

/** `r1-Critic`, `r1-vote-Critic`, `r0-positions`, `digest-3`, `conclusion`. */
function inDebate(element: string, step: DebateSpec): Titled {
  const [, digested] = /^digest-(\d+)$/.exec(element) ?? [];
  if (digested !== undefined) return { title: `digest of ${roundTitle(digested)}`, inner: null };
  const [, round, what = ''] = /^r(\d+)-(.+)$/.exec(element) ?? [];
  if (round === undefined) return { title: element, inner: null };
  const inner = agentIn(step, what);
  if (inner !== null) return { title: `${roundTitle(round)} · ${what}`, inner };
  if (what === 'positions') return { title: `${roundTitle(round)} · what to vote on`, inner };
  return { title: `${roundTitle(round)} · vote · ${what.replace(/^vote-/, '')}`, inner };
}

/** Round 0 are the initial positions. */
function roundTitle(round: string): string {
  return round === '0' ? 'positions' : `round ${round}`;
}
