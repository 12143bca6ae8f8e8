import type { Client } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { RunInput } from '../../core/run-input.ts';

/**
 * Whose user context a run shares, as it was started: for clusters that do not know our search
 * attributes. `null`: nobody's.
 */
export async function recordedUser(temporal: Client, workflowId: string): Promise<string | null> {
  const { namespace, loadedDataConverter } = temporal.options;
  const { history } = await temporal.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const payloads = started?.input?.payloads;
  const input = await decodeFromPayloadsAtIndex<RunInput | null>(loadedDataConverter, 0, payloads);
  return input?.user ?? null;
}
