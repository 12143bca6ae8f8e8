import {
  type Client,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { locateRun } from '../../client/progress/locate-run.ts';
import { refuse } from '../input/refused-input.ts';

/** @throws `Input.Invalid` when there is no such run, or it is a step inside another one */
export async function describeRun(
  temporal: Client,
  id: string,
): Promise<WorkflowExecutionDescription> {
  try {
    return await temporal.workflow.getHandle(id).describe();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const { workflowId } = await locateRun(temporal, id);
    throw refuse(`'${id}' is a step inside run '${workflowId}': name that`);
  }
}
