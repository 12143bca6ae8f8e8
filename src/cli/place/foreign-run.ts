import { type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import type { AgentsClient } from '../../client/runs/agents-client.ts';
import { unknownRun } from '../../client/runs/unknown-run.ts';
import { suffixOf } from '../../core/queues.ts';
import { type Serving, servingDifferences } from '../../core/serving.ts';
import type { LocalPlan } from '../../workers/local-plan.ts';
import { refuse } from '../input/refused-input.ts';

/** @throws `Input.Invalid` when there is no such run */
export async function describeRun(
  client: AgentsClient,
  id: string,
): Promise<WorkflowExecutionDescription> {
  try {
    return await client.parts.temporal.workflow.getHandle(id).describe();
  } catch (error) {
    throw error instanceof WorkflowNotFoundError ? unknownRun(id) : error;
  }
}

/** Whether a run goes on only where something else is served than what is planned here. */
export function isForeign({ suffix }: LocalPlan, run: WorkflowExecutionDescription): boolean {
  return run.status.name === 'RUNNING' && suffixOf(run.taskQueue) !== suffix;
}

/** @throws `Input.Invalid` when the run would wait here for ever, saying what differs */
export function refuseForeign(plan: LocalPlan, run: WorkflowExecutionDescription): void {
  if (!isForeign(plan, run)) return;
  const id = run.workflowId;
  const then = run.memo?.['serving'] as Serving | null | undefined;
  const differences = then ? servingDifferences(then, plan.serving) : [];
  const what =
    differences.length > 0
      ? differences.join('; ')
      : 'the API keys, the prices, the database or simulatedTools differ';
  throw refuse(
    `run '${id}' was started with a setup that differs from the one here: ${what}. ` +
      `'durable-agents resume ${id} --take-over' serves it with what is here now`,
  );
}
