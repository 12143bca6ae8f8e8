import type { Client } from '@temporalio/client';
import { userContextId, userContextNames } from '../../core/user-context.ts';

/** As many as are looked at. */
const atMost = 10_000;

/** The users of whom something was ever said, sorted. One that is new may be seen a second later. */
export async function listUsers(temporal: Client): Promise<string[]> {
  const users: string[] = [];
  const query = `WorkflowType = '${userContextNames.workflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of temporal.workflow.list({ query })) {
    users.push(workflowId.slice(userContextId('').length));
    if (users.length >= atMost) break;
  }
  return users.toSorted();
}
