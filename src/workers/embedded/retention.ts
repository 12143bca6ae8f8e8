import type { WorkflowService } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

/** How long the embedded server keeps a run that has ended; its own default is a day. */
const keptSeconds = 90 * 24 * 3_600;

/** The part of Temporal's API that is needed for it. */
export type NamespaceService = Pick<WorkflowService, 'describeNamespace' | 'updateNamespace'>;

/**
 * Has the server keep ended runs for 90 days, unless it keeps them longer: `show`, `resume` and an
 * `id` find nothing of a run that the server has forgotten.
 */
export async function keepRuns(service: NamespaceService, namespace: string): Promise<void> {
  const { config } = await service.describeNamespace({ namespace });
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  if (seconds >= keptSeconds) return;
  const workflowExecutionRetentionTtl = msToTs(keptSeconds * 1_000);
  await service.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } });
}
