import { fillAllKnown, fillKnown, type Text } from '../../core/content.ts';
import { Failure } from '../../core/failures.ts';
import { spendingOfReply } from '../../core/reply.ts';
import type { ModelReply } from '../../core/model-call.ts';
import type { StepError } from '../../core/results.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import { isKind, kindOf } from '../../core/kinds/registry.ts';
import { mapEveryResult } from '../../core/kinds/results.ts';
import { joinPath } from '../../core/step-path.ts';
import { addSpending, type Spending } from '../../core/usage.ts';
import { joinWarnings } from '../../core/warnings.ts';
import type { FunctionReply } from './run-event.ts';
import type { RunProgress, StepProgress } from './run-progress.ts';
import { stepProgress, type StepWork, waitingStep } from './step-progress.ts';
import { listSteps, stepTree } from './step-tree.ts';
import { waitProgress, waitsByPath } from './wait-progress.ts';
import type { WorkflowProgress } from './workflow-progress.ts';

/** Workflows of a run by their ids, the root and its children at any depth. */
export type Workflows = ReadonlyMap<string, WorkflowProgress>;

/** Puts what the histories of a run tell into one picture. `now`: milliseconds. */
export function assemble(root: string, workflows: Workflows, now: number): RunProgress {
  const own = workflows.get(root);
  if (own === undefined) throw new RangeError(`no history of '${root}' was read`);
  const { spec } = own;
  const work = workByPath(root, workflows);
  const waits = waitsByPath(root, workflows);
  const { cost, ...spent } = addSpending([spentIn(work), ...spentInParts(workflows)]);
  return {
    id: root,
    kind: own.kind,
    name: spec?.name ?? own.kind,
    status: own.status,
    startedAt: new Date(own.startedAt).toISOString(),
    closedAt: own.closedAt === null ? null : new Date(own.closedAt).toISOString(),
    totalDurationMs: durationIn(own.result) ?? (own.closedAt ?? now) - own.startedAt,
    input: own.input?.input ?? '',
    content: contentOf(own.result, workflows),
    error: errorOfRun(own),
    result: reportedResult(own.result, workflows),
    spec,
    steps: withAllResults(stepsOf(spec, begunIn(work, waits, now)), workflows, root),
    ...spent,
    warnings: joinWarnings(own.result?.warnings, spent.warnings),
    totalCost: cost,
  };
}

/** With the words in it that the histories have. */
export function contentOf(result: StepResult | null, workflows: Workflows): Text | null {
  const content = result?.success ? result.content : null;
  if (content === null) return null;
  return fillKnown(content, repliesById(workflows));
}

/** The result of a kind that has more to say than its parts do, with the words in it that the histories have. */
export function reportedResult(result: StepResult | null, workflows: Workflows): StepResult | null {
  // A user's own workflow ends with whatever it likes.
  if (result === null || !isKind(result.kind)) return null;
  if (kindOf(result).report === undefined) return null;
  return fillAllKnown(result, repliesById(workflows)) as StepResult;
}

/** What was said, by the ids of its messages. */
function repliesById(workflows: Workflows): Map<string, string> {
  const replies = [...workflows.values()].flatMap(({ work }) => work.map(({ reply }) => reply));
  return new Map(
    replies.flatMap((reply) => (reply?.content ? [[reply.message, reply.content] as const] : [])),
  );
}

export function errorOfRun({ error, status }: WorkflowProgress): StepError | null {
  switch (status) {
    case 'running':
    case 'completed':
      return null;
    case 'failed':
      return error;
    case 'cancelled':
    case 'terminated':
      return { type: Failure.runCancelled, message: `the run was ${status}`, retryable: false };
    case 'timedOut':
      return { type: Failure.stepTimedOut, message: 'the run timed out', retryable: true };
  }
}

/** What all answered calls have cost; a call that is still under way is not known yet. */
export function spentIn(work: ReadonlyMap<string, StepWork>): Spending {
  const spent = [...work].flatMap(([path, { calls }]) => {
    const replies = calls.map(({ reply }) => reply).filter(isModelReply);
    return replies.map((reply) => spendingOfReply(reply, path));
  });
  return addSpending(spent);
}

/** What parts of maps have spent of which no more is known. */
function spentInParts(workflows: Workflows): Spending[] {
  return [...workflows.values()].flatMap(({ spent }) => spent ?? []);
}

export function isModelReply(reply: ModelReply | FunctionReply | null): reply is ModelReply {
  return reply !== null && 'usage' in reply;
}

/** The work of each step, by its path in the whole run. */
export function workByPath(root: string, workflows: Workflows): Map<string, StepWork> {
  const found = new Map<string, StepWork>();
  for (const workflow of workflows.values()) {
    const around = workflow.id.slice(root.length + 1);
    for (const call of workflow.work) {
      const path = joinPath(around, call.step);
      const known = found.get(path);
      if (known === undefined) found.set(path, { workflow, calls: [call] });
      else known.calls.push(call);
    }
  }
  return found;
}

/** Milliseconds by the result; `undefined`: it says nothing of it, as that of a user's own workflow. */
function durationIn(result: StepResult | null): number | undefined {
  return typeof result?.totalDurationMs === 'number' ? result.totalDurationMs : undefined;
}

/** With what the results of the run and its children tell of them, as far as they have ended. */
function withAllResults(steps: StepProgress[], workflows: Workflows, root: string) {
  return [...workflows.values()].reduce(
    (before, { result }) => withResults(before, result, root),
    steps,
  );
}

/** With what the result tells of them: each has one duration, wherever it is shown. */
export function withResults(
  steps: StepProgress[],
  result: StepResult | null,
  root: string,
): StepProgress[] {
  if (result === null || !isKind(result.kind)) return steps;
  const known = new Map<string, StepResult<string>>();
  mapEveryResult(result as StepResult<string>, (each) => {
    known.set(each.id, each);
    return each;
  });
  return steps.map((step) => {
    const own = step.durationMs === null ? undefined : known.get(joinPath(root, step.path));
    return own === undefined
      ? step
      : { ...step, durationMs: own.totalDurationMs, ...approvalsIn(own), ...checkedIn(own) };
  });
}

function approvalsIn(result: StepResult<string>): Pick<StepProgress, 'approvals'> {
  // Results of earlier versions have none.
  const approvals = 'approvals' in result ? (result.approvals ?? []) : [];
  return approvals.length === 0 ? {} : { approvals };
}

/** What its checks have made of an agent's answer is no reply of a model. */
function checkedIn(
  result: StepResult<string>,
): Partial<Pick<StepProgress, 'checks' | 'state' | 'content' | 'error'>> {
  const checks = 'checks' in result ? (result.checks ?? []) : [];
  if (checks.length === 0) return {};
  const { success, content, error } = result;
  return { checks, state: success ? 'done' : 'failed', content, error };
}

/** The steps that have begun, by their paths, in the order in which they did. `now`: milliseconds. */
export function begunIn(
  work: ReadonlyMap<string, StepWork>,
  waits: ReadonlyMap<string, WorkflowProgress>,
  now: number,
): Map<string, StepProgress> {
  const asked = [...work].map(([path, each]) => stepProgress(path, each, now));
  const waited = [...waits].map(([path, each]) => waitProgress(path, each, now));
  return new Map(inOrder(asked, waited).map((step) => [step.path, step]));
}

/** Each wait before the first of the others that began later: those keep their order. */
function inOrder(asked: readonly StepProgress[], waited: readonly StepProgress[]): StepProgress[] {
  return waited.reduce(
    (before, wait) => {
      const later = before.findIndex((step) => beganAt(step) > beganAt(wait));
      return before.toSpliced(later === -1 ? before.length : later, 0, wait);
    },
    [...asked],
  );
}

function beganAt({ startedAt }: StepProgress): number {
  return startedAt === null ? Infinity : Date.parse(startedAt);
}

/** In the order of the spec; what it does not name comes after what is named below the same step. */
export function stepsOf(
  spec: Step | null,
  begun: ReadonlyMap<string, StepProgress>,
): StepProgress[] {
  const unnamed = () => [...begun.keys()].map((path) => ({ path, node: null }));
  const listed = spec === null ? unnamed() : listSteps(stepTree(spec), begun.keys());
  return listed.flatMap(({ path, node }) => {
    const step = begun.get(path);
    if (step !== undefined) return step;
    return node === null ? [] : waitingStep(node);
  });
}
