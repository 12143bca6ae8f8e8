import { Worker } from '@temporalio/worker';
import { z } from 'zod';
import { installRuntime } from '../workers/temporal-runtime.ts';
import { workflowBundle } from '../workers/workflow-bundle.ts';

/**
 * Replays a stored history against today's workflow code, without a server. A history is what
 * `temporal workflow show --output json` or the Web UI's download gives.
 *
 * @throws a `DeterminismViolationError` when the code no longer does what the history says
 */
export async function replayHistory(history: unknown): Promise<void> {
  installRuntime(() => undefined);
  await Worker.runReplayHistory(
    { workflowBundle: workflowBundle() },
    history,
    workflowIdIn(history),
  );
}

const startSchema = z.object({
  events: z.tuple(
    [
      z.object({
        workflowExecutionStartedEventAttributes: z.object({ workflowId: z.string().min(1) }),
      }),
    ],
    z.unknown(),
  ),
});

/** Child runs are named after the run, so that a replay under another id would start others. */
function workflowIdIn(history: unknown): string | undefined {
  const [start] = startSchema.safeParse(history).data?.events ?? [];
  return start?.workflowExecutionStartedEventAttributes.workflowId;
}
