import type { Client } from '@temporalio/client';
import type { HistoryEvent } from './decode-event.ts';
import {
  currentRun,
  firstEvent,
  type HistoryAddress,
  readHistory,
  watchHistory,
} from './read-history.ts';

/**
 * The events of a workflow so far, page by page, through all the executions that it was continued
 * as new in, from the first.
 *
 * @throws `Input.Invalid` when there is no such workflow
 */
export async function* readChain(
  temporal: Client,
  address: HistoryAddress,
): AsyncGenerator<HistoryEvent[]> {
  const first = await firstOf(temporal, address);
  yield* following(first, (at) => readHistory(temporal, at));
}

/**
 * The same, and events as they happen, until the workflow closes for good or `signal` is aborted.
 *
 * @throws `Input.Invalid` when there is no such workflow
 */
export async function* watchChain(
  temporal: Client,
  address: HistoryAddress,
  signal: AbortSignal,
): AsyncGenerator<HistoryEvent[]> {
  const first = await firstOf(temporal, address);
  yield* following(first, (at) => watchHistory(temporal, at, signal));
}

/** The execution with which a workflow began, as far back as the server still knows. */
async function firstOf(temporal: Client, address: HistoryAddress): Promise<HistoryAddress> {
  let first = address.runId === '' ? await currentRun(temporal, address.workflowId) : address;
  for (;;) {
    const runId = (await firstEvent(temporal, first))?.workflowExecutionStartedEventAttributes
      ?.continuedExecutionRunId;
    if (!runId) return first;
    const before = { ...first, runId };
    if ((await firstEvent(temporal, before)) === undefined) return first;
    first = before;
  }
}

async function* following(
  first: HistoryAddress,
  read: (at: HistoryAddress) => AsyncIterable<HistoryEvent[]>,
): AsyncGenerator<HistoryEvent[]> {
  for (let at: HistoryAddress | undefined = first; at !== undefined;) {
    let runId: string | null | undefined;
    for await (const events of read(at)) {
      yield events;
      runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    }
    at = runId ? { ...at, runId } : undefined;
  }
}
