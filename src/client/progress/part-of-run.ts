import { Failure } from '../../core/failures.ts';
import { innerResults } from '../../core/kinds/results.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import { stepAt } from '../../core/kinds/titles.ts';
import { joinPath, pathInside } from '../../core/step-path.ts';
import {
  begunIn,
  contentOf,
  reportedResult,
  errorOfRun,
  spentIn,
  stepsOf,
  withResults,
  workByPath,
  type Workflows,
} from './assemble.ts';
import { partialResult } from './partial-result.ts';
import type { RunProgress, RunStatus, StepProgress } from './run-progress.ts';
import type { StepWork } from './step-progress.ts';
import type { WorkflowProgress } from './workflow-progress.ts';

/**
 * The progress of a step that ran inside the workflow of a run around it, as that of a run of its own.
 *
 * @param root workflow id of the run around it
 * @param path of the step in that run
 * @param now milliseconds
 * @returns `undefined` for a step that was not started, or that there is not
 */
export function assemblePart(
  root: string,
  path: string,
  workflows: Workflows,
  now: number,
): RunProgress | undefined {
  const run = workflows.get(root);
  if (run === undefined) throw new RangeError(`no history of '${root}' was read`);
  const work = workOfPart(path, workByPath(root, workflows));
  if (work.size === 0) return undefined;
  const spec = stepAt(path, run.spec);
  const result = resultOfPart(run, path, workflows);
  const id = joinPath(root, path);
  const steps = withResults(stepsOf(spec, begunIn(work, noWaits, now)), result, id);
  const status = statusOf(run, result, steps);
  const { cost, ...spent } = spentIn(work);
  return {
    id,
    ...nameOf(spec, steps),
    status,
    ...timeOf(status, result, work, now),
    input: [...work.values()].flatMap(({ calls }) => calls[0]?.input ?? [])[0] ?? '',
    content: contentOf(result, workflows),
    error: result?.error ?? (status === run.status ? errorOfRun(run) : null),
    result: reportedResult(result, workflows),
    spec,
    steps,
    ...spent,
    totalCost: cost,
  };
}

/** A pattern that asks somebody never runs inside the workflow of another one. */
const noWaits: ReadonlyMap<string, WorkflowProgress> = new Map();

/** The work of a step and of all inside it, by the paths inside it. */
function workOfPart(path: string, all: ReadonlyMap<string, StepWork>): Map<string, StepWork> {
  return new Map(
    [...all].flatMap(([at, work]) => {
      const inside = at === path ? '' : pathInside(at, path);
      return inside === null ? [] : [[inside, work] as const];
    }),
  );
}

function nameOf(spec: Step | null, steps: readonly StepProgress[]) {
  const { kind, name } = spec ?? { kind: 'agent', name: steps[0]?.agentName ?? '' };
  return { kind, name };
}

/** As the run around it has left it, whole or partial; `null` while that runs. */
function resultOfPart(
  run: WorkflowProgress,
  path: string,
  workflows: Workflows,
): StepResult | null {
  if (run.status === 'running') return null;
  const unknown = { type: Failure.runCancelled, message: 'the run has ended', retryable: false };
  const whole = run.result ?? partialResult(run.id, workflows, errorOfRun(run) ?? unknown);
  return resultWithId(whole, joinPath(run.id, path));
}

/** A result, or one inside it, by its id; `null`: there is none. */
export function resultWithId(result: StepResult, id: string): StepResult | null {
  if (result.id === id) return result;
  for (const inner of innerResults(result)) {
    const found = resultWithId(inner, id);
    if (found !== null) return found;
  }
  return null;
}

function statusOf(
  run: WorkflowProgress,
  result: StepResult | null,
  steps: readonly StepProgress[],
): RunStatus {
  if (result?.success) return 'completed';
  if (result !== null) return result.error?.type === Failure.runCancelled ? 'cancelled' : 'failed';
  if (run.status !== 'running' && run.status !== 'completed') return run.status;
  const open = steps.some(({ state }) => state === 'running' || state === 'waiting');
  if (open && run.status === 'running') return 'running';
  return steps.every(({ state }) => state === 'failed') ? 'failed' : 'completed';
}

/** From its first call to the end of its last. */
function timeOf(
  status: RunStatus,
  result: StepResult | null,
  work: ReadonlyMap<string, StepWork>,
  now: number,
) {
  const calls = [...work.values()].flatMap((each) => each.calls);
  const from = Math.min(...calls.map(({ startedAt }) => startedAt));
  const last = Math.max(...calls.map(({ startedAt, endedAt }) => endedAt ?? startedAt));
  const to = status === 'running' ? null : last;
  return {
    startedAt: new Date(from).toISOString(),
    closedAt: to === null ? null : new Date(to).toISOString(),
    totalDurationMs: result?.totalDurationMs ?? (to ?? now) - from,
  };
}
