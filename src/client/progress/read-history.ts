import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { unknownRun } from '../unknown-run.ts';
import type { HistoryEvent } from './decode-event.ts';

/** `runId` '' is the latest execution of the workflow. */
export interface HistoryAddress {
  workflowId: string;
  runId: string;
}

const notFound = 5;
/** What goes away by itself: unavailable, resource exhausted, deadline exceeded, aborted, unknown. */
const passing = new Set([14, 8, 4, 10, 2]);

/**
 * The events of a workflow so far, page by page.
 *
 * @throws `Input.Invalid` when there is no such workflow
 */
export async function* readHistory(
  temporal: Client,
  execution: HistoryAddress,
): AsyncGenerator<HistoryEvent[]> {
  const ask: Ask = (request) => temporal.workflowService.getWorkflowExecutionHistory(request);
  yield* pages(ask, { namespace: temporal.options.namespace, execution });
}

/**
 * The events of a workflow so far and, as they happen, those to come, until it closes or `signal`
 * is aborted. A server that is away for a while is waited for.
 *
 * @throws `Input.Invalid` when there is no such workflow
 */
export async function* watchHistory(
  temporal: Client,
  execution: HistoryAddress,
  signal: AbortSignal,
): AsyncGenerator<HistoryEvent[]> {
  const ask: Ask = (request) =>
    // a signal of its own for each request: the client never takes its listener off
    temporal.withAbortSignal(AbortSignal.any([signal]), () =>
      temporal.workflowService.getWorkflowExecutionHistory(request),
    );
  const request = { namespace: temporal.options.namespace, execution, waitNewEvent: true };
  let seen = 0;
  while (!signal.aborted) {
    try {
      for await (const page of pages(ask, request)) {
        const fresh = page.filter(({ eventId }) => Number(eventId) > seen);
        seen = Math.max(seen, Number(page.at(-1)?.eventId ?? 0));
        if (fresh.length > 0) yield fresh;
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) throw error;
      await sleep(500);
    }
  }
}

type Request = temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryRequest;
type Response = temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryResponse;
type Ask = (request: Request) => Promise<Response>;

async function* pages(ask: Ask, request: Request): AsyncGenerator<HistoryEvent[]> {
  let nextPageToken: Uint8Array | null | undefined;
  do {
    const page = await asked(ask, { ...request, ...(nextPageToken && { nextPageToken }) });
    yield page.history?.events ?? [];
    nextPageToken = page.nextPageToken;
  } while (nextPageToken && nextPageToken.length > 0);
}

async function asked(ask: Ask, request: Request): Promise<Response> {
  try {
    return await ask(request);
  } catch (error) {
    if (codeOf(error) !== notFound) throw error;
    throw unknownRun(request.execution?.workflowId ?? '');
  }
}

function isPassing(error: unknown): boolean {
  return passing.has(codeOf(error) ?? 0);
}

function codeOf(error: unknown): number | undefined {
  return isGrpcServiceError(error) ? error.code : undefined;
}
