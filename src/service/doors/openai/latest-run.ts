import type { Client } from '@temporalio/client';

/**
 * The latest run with an id that begins like this, of those that go on or have ended a moment ago, but not of
 * those that were cancelled; `null`:
 * there is none that the server knows of yet.
 *
 * @param prefix without anything that a query would take for its own
 */
export async function latestRun(
  temporal: Client,
  prefix: string,
  endedSince: Date,
): Promise<string | null> {
  const ended = `ExecutionStatus != 'Canceled' AND CloseTime > '${endedSince.toISOString()}'`;
  const query = `WorkflowId STARTS_WITH '${prefix}' AND (ExecutionStatus = 'Running' OR (${ended}))`;
  for await (const { workflowId, parentExecution } of temporal.workflow.list({ query }))
    if (parentExecution === undefined) return workflowId;
  return null;
}
