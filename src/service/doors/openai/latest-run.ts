import type { Client } from '@temporalio/client';

/**
 * The latest run with an id that begins like this, of those that go on or have ended a moment ago; `null`:
 * there is none that the server knows of yet.
 *
 * @param prefix without anything that a query would take for its own
 */
export async function latestRun(
  temporal: Client,
  prefix: string,
  endedSince: Date,
): Promise<string | null> {
  const lately = `(ExecutionStatus = 'Running' OR CloseTime > '${endedSince.toISOString()}')`;
  const query = `WorkflowId STARTS_WITH '${prefix}' AND ${lately}`;
  for await (const { workflowId, parentExecution } of temporal.workflow.list({ query }))
    if (parentExecution === undefined) return workflowId;
  return null;
}
