import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { readChain, watchChain } from '../../src/client/progress/run-chain.ts';
import type { HistoryEvent } from '../../src/client/progress/decode-event.ts';

/** Executions of one workflow, each continued as the next; the server knows those in `known`. */
function serverWith(runIds: string[], known = runIds): Client {
  const eventsOf = (runId: string): object[] => {
    const at = runIds.indexOf(runId);
    const next = runIds[at + 1];
    return [
      {
        eventId: 1,
        workflowExecutionStartedEventAttributes: { continuedExecutionRunId: runIds[at - 1] ?? '' },
      },
      { eventId: 2, activityTaskScheduledEventAttributes: { activityId: runId } },
      next === undefined
        ? { eventId: 3, workflowExecutionCompletedEventAttributes: {} }
        : {
            eventId: 3,
            workflowExecutionContinuedAsNewEventAttributes: { newExecutionRunId: next },
          },
    ];
  };
  const workflowService = {
    async describeWorkflowExecution() {
      return { workflowExecutionInfo: { execution: { runId: runIds.at(-1) } } };
    },
    async getWorkflowExecutionHistory({ execution, maximumPageSize = 9, nextPageToken }: Asked) {
      const { runId } = execution;
      if (!known.includes(runId)) throw Object.assign(new Error('gone'), notFound);
      const from = nextPageToken?.[0] ?? 0;
      const events = eventsOf(runId).slice(from, from + Math.min(2, maximumPageSize));
      return { history: { events }, nextPageToken: from === 0 ? new Uint8Array([2]) : undefined };
    },
  };
  return {
    options: { namespace: 'default' },
    workflowService,
    withAbortSignal: (_: AbortSignal, ask: () => unknown) => ask(),
  } as unknown as Client;
}

interface Asked {
  execution: { runId: string };
  maximumPageSize?: number;
  nextPageToken?: Uint8Array;
}

/** What a gRPC error looks like. */
const notFound = { code: 5, details: 'not found', metadata: {} };

async function visited(pages: AsyncIterable<HistoryEvent[]>): Promise<string[]> {
  const all: HistoryEvent[] = [];
  for await (const page of pages) all.push(...page);
  return all.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityId ?? []);
}

describe('the events of a workflow that was continued as new', () => {
  const latest = { workflowId: 'long', runId: '' };

  it('are those of all executions, from the first, also when only the latest is known', async () => {
    expect(await visited(readChain(serverWith(['a', 'b', 'c']), latest))).toEqual(['a', 'b', 'c']);
  });

  it('go on from the first execution, which is what a parent knows of its child', async () => {
    const first = { workflowId: 'long', runId: 'a' };
    expect(await visited(readChain(serverWith(['a', 'b']), first))).toEqual(['a', 'b']);
  });

  it('are followed from one execution into the next', async () => {
    const { signal } = new AbortController();
    expect(await visited(watchChain(serverWith(['a', 'b']), latest, signal))).toEqual(['a', 'b']);
  });

  it('begin where the server still remembers', async () => {
    const server = serverWith(['a', 'b', 'c'], ['b', 'c']);
    expect(await visited(readChain(server, latest))).toEqual(['b', 'c']);
  });
});
