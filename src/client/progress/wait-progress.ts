import { isKind, kindOf } from '../../core/kinds/registry.ts';
import type { StepProgress } from './run-progress.ts';
import { cutOff } from './step-progress.ts';
import type { WorkflowProgress } from './workflow-progress.ts';

/** Whether nothing is done in a step but to wait for somebody. */
export function isWait({ kind }: { kind: string }): boolean {
  return isKind(kind) && kindOf({ kind }).flow === 'waits';
}

/** The workflows of a run that do nothing but wait for somebody, by their paths in it. */
export function waitsByPath(
  root: string,
  workflows: ReadonlyMap<string, WorkflowProgress>,
): Map<string, WorkflowProgress> {
  const waits = [...workflows.values()].filter(isWait);
  return new Map(waits.map((workflow) => [workflow.id.slice(root.length + 1), workflow]));
}

/**
 * A step that waits for somebody: no call tells of it, its whole workflow is it.
 *
 * @param now milliseconds
 */
export function waitProgress(path: string, wait: WorkflowProgress, now: number): StepProgress {
  const { kind, result, startedAt, closedAt } = wait;
  if (!isKind(kind)) throw new RangeError(`'${kind}' is no kind of step`);
  const agentName = wait.spec?.name ?? kind;
  return {
    path,
    kind,
    agentName,
    model: null,
    ...endOf(wait, agentName),
    turns: 0,
    toolCalls: 0,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: result?.totalDurationMs ?? Math.max(0, (closedAt ?? now) - startedAt),
    cost: 0,
    simulated: false,
  };
}

function endOf(
  { result, error, status }: WorkflowProgress,
  agentName: string,
): Pick<StepProgress, 'state' | 'content' | 'error'> {
  if (status === 'running') return { state: 'running', content: null, error: null };
  if (status === 'completed' && result?.success)
    return { state: 'done', content: result.content, error: null };
  const why = result?.error ?? error ?? cutOff({ agentName }, { status });
  return { state: 'failed', content: null, error: { ...why, agentName } };
}
