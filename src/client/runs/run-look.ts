import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { describeWorkflow } from './describe-workflow.ts';
import { SharedLooks } from './shared-looks.ts';

/** How old a look is at most for who begins to follow a run: that it has ended is heard anyway. In ms. */
export const justBeforeMs = 250;

/** By client. */
const looks = new WeakMap<Client, SharedLooks<WorkflowExecutionDescription>>();

/**
 * What the cluster tells of a run. Whoever asks for the same run while it is looked up shares the look:
 * a thousand followers that come at once are a few questions.
 *
 * @param maxAgeMs how old it may be, up to 250; at 0 only one under way is shared
 * @throws `Input.Invalid` when there is no such run
 */
export async function lookAtRun(
  temporal: Client,
  id: string,
  maxAgeMs: number,
): Promise<WorkflowExecutionDescription> {
  const shared = looks.get(temporal) ?? new SharedLooks(justBeforeMs);
  looks.set(temporal, shared);
  return await shared.find(id, () => describeWorkflow(temporal, id), maxAgeMs);
}

/**
 * Whether a run has ended, or had just before.
 *
 * @throws `Input.Invalid` when there is no such run
 */
export async function hasEnded(temporal: Client, id: string): Promise<boolean> {
  const { status } = await lookAtRun(temporal, id, justBeforeMs);
  return status.name !== 'RUNNING' && status.name !== 'CONTINUED_AS_NEW';
}
