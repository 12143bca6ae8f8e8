import { Worker } from '@temporalio/worker';
import { workflowBundle } from '../workers/workflow-bundle.ts';

/**
 * Replays a stored history against today's workflow code, without a server. A history is what
 * `temporal workflow show --output json` or the Web UI's download gives.
 *
 * @throws a `DeterminismViolationError` when the code no longer does what the history says
 */
export async function replayHistory(history: unknown): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: workflowBundle() }, history);
}
