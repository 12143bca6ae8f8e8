import type { Client } from '@temporalio/client';
import { Failure, failure } from '../../core/failures.ts';
import { beginningOf } from '../../core/unicode.ts';

/** When a run that is waited for is looked at, and how often from then on; milliseconds. */
const firstLookMs = 10_000;
const longestPauseMs = 60_000;

/** The workflow has failed so often at one place that nothing but a mended one helps. */
const attemptsAtMost = 4;

/**
 * Waits for a workflow whose tasks fail again and again: its code throws, or is not the one that it
 * began with. Temporal would try it for ever, and whoever waits for its result would too.
 *
 * @throws `Worker.Unconfigured` with the reason; never resolves
 */
export async function untilStuck(temporal: Client, id: string, over: AbortSignal): Promise<never> {
  for (let pauseMs = firstLookMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    await pause(pauseMs, over);
    const reason = await reasonIfStuck(temporal, id).catch(() => null); // it is looked at again
    if (reason !== null) throw stuck(id, reason);
  }
}

/** Rejects when it is over; it keeps no process alive. */
function pause(ms: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => reject(over.reason as Error);
    if (over.aborted) end();
    over.addEventListener('abort', end, { once: true });
    setTimeout(() => {
      over.removeEventListener('abort', end);
      resolve();
    }, ms).unref();
  });
}

async function reasonIfStuck(temporal: Client, id: string): Promise<string | null> {
  const { raw } = await temporal.workflow.getHandle(id).describe();
  if ((raw.pendingWorkflowTask?.attempt ?? 0) < attemptsAtMost) return null;
  const { history } = await temporal.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: temporal.options.namespace,
    execution: { workflowId: id },
    maximumPageSize: 5,
  });
  const events = history?.events ?? [];
  const failed = events.find((event) => event.workflowTaskFailedEventAttributes);
  return failed?.workflowTaskFailedEventAttributes?.failure?.message ?? null;
}

function stuck(id: string, reason: string) {
  const message = `the run '${id}' cannot go on: its workflow fails again and again at the same place (${beginningOf(reason, 1_000)}). It is kept: mend the workflow, or serve the version that it began with, and wait for it again`;
  return failure(Failure.workerUnconfigured, message, { retryable: true });
}
