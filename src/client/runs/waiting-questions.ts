import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { unknownRun } from './unknown-run.ts';

/**
 * Workflow ids of the runs in which a person is waited for now, at any depth of a run.
 *
 * @throws `Input.Invalid` when there is no such run
 */
export async function waitingQuestions(temporal: Client, run: string): Promise<string[]> {
  const { raw, status } = await described(temporal, run);
  if (status.name !== 'RUNNING') return [];
  if (raw.workflowExecutionInfo?.type?.name === 'person') return [run];
  const children = (raw.pendingChildren ?? []).flatMap(({ workflowId }) => workflowId ?? []);
  const inside = await Promise.all(children.map((each) => waitingQuestions(temporal, each)));
  return inside.flat();
}

async function described(temporal: Client, id: string) {
  try {
    return await temporal.workflow.getHandle(id).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw unknownRun(id);
    throw error;
  }
}
