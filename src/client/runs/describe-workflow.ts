import {
  type Client,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { unknownRun } from './unknown-run.ts';

/**
 * What the cluster tells of a run, or of a step that is a workflow of its own.
 *
 * @throws `Input.Invalid` when there is none of this id
 */
export async function describeWorkflow(
  temporal: Client,
  id: string,
): Promise<WorkflowExecutionDescription> {
  const found = await findWorkflow(temporal, id);
  if (found === undefined) throw unknownRun(id);
  return found;
}

/** The same; `undefined`: there is none of this id. */
export async function findWorkflow(
  temporal: Client,
  id: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await temporal.workflow.getHandle(id).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
