import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { locateRun } from '../../client/progress/locate-run.ts';
import { findWorkflow } from '../../client/runs/describe-workflow.ts';
import { refuse } from '../input/refused-input.ts';

/** @throws `Input.Invalid` when there is no such run, or it is a step inside another one */
export async function describeRun(
  temporal: Client,
  id: string,
): Promise<WorkflowExecutionDescription> {
  const found = await findWorkflow(temporal, id);
  if (found !== undefined) return found;
  const { workflowId } = await locateRun(temporal, id);
  throw refuse(`'${id}' is a step inside run '${workflowId}': name that`);
}
