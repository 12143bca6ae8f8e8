import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { unknownRun } from '../runs/unknown-run.ts';
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
 * The events of one execution of a workflow so far, page by page.
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
 * The events of one execution so far and, as they happen, those to come, until it closes or `signal`
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

/**
 * The latest execution of a workflow.
 *
 * @throws `Input.Invalid` when there is no such workflow
 */
export async function currentRun(temporal: Client, workflowId: string): Promise<HistoryAddress> {
  const found = await findCurrentRun(temporal, workflowId);
  if (found === undefined) throw unknownRun(workflowId);
  return found;
}

/** The latest execution of a workflow; `undefined` when there is no such workflow. */
export async function findCurrentRun(
  temporal: Client,
  workflowId: string,
): Promise<HistoryAddress | undefined> {
  const { namespace } = temporal.options;
  const request = { namespace, execution: { workflowId } };
  try {
    const found = await temporal.workflowService.describeWorkflowExecution(request);
    return { workflowId, runId: found.workflowExecutionInfo?.execution?.runId ?? '' };
  } catch (error) {
    if (codeOf(error) !== notFound) throw error;
    return undefined;
  }
}

/** How an execution began; `undefined` when the server has forgotten it. */
export async function firstEvent(
  temporal: Client,
  execution: HistoryAddress,
): Promise<HistoryEvent | undefined> {
  return await oneEvent(temporal, execution, { maximumPageSize: 1 });
}

/** Temporal's number for the event with which an execution closed, and no other. */
const closeEventOnly = 2;

/** How an execution ended; `undefined` while it goes on, and when the server has forgotten it. */
export async function closeEvent(
  temporal: Client,
  execution: HistoryAddress,
): Promise<HistoryEvent | undefined> {
  return await oneEvent(temporal, execution, { historyEventFilterType: closeEventOnly });
}

type Request = temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryRequest;
type Response = temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryResponse;
type Ask = (request: Request) => Promise<Response>;

async function* pages(ask: Ask, request: Request): AsyncGenerator<HistoryEvent[]> {
  let nextPageToken: Uint8Array | null | undefined;
  do {
    const next = { ...request, ...(nextPageToken && { nextPageToken }) };
    const page = await orUnknown(request.execution?.workflowId ?? '', () => ask(next));
    yield page.history?.events ?? [];
    nextPageToken = page.nextPageToken;
  } while (nextPageToken && nextPageToken.length > 0);
}

async function orUnknown<T>(workflowId: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (codeOf(error) !== notFound) throw error;
    throw unknownRun(workflowId);
  }
}

function isPassing(error: unknown): boolean {
  return passing.has(codeOf(error) ?? 0);
}

function codeOf(error: unknown): number | undefined {
  return isGrpcServiceError(error) ? error.code : undefined;
}

/** The first event that is asked for; `undefined`: there is none, or the server has forgotten the execution. */
async function oneEvent(
  temporal: Client,
  execution: HistoryAddress,
  wanted: { maximumPageSize: number } | { historyEventFilterType: number },
): Promise<HistoryEvent | undefined> {
  const { namespace } = temporal.options;
  const request = { namespace, execution, ...wanted };
  try {
    const page = await temporal.workflowService.getWorkflowExecutionHistory(request);
    return page.history?.events?.[0];
  } catch (error) {
    if (codeOf(error) !== notFound) throw error;
    return undefined;
  }
}
