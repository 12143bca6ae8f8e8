import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { pageRuns } from '../../src/client/runs/list-runs.ts';
import type { ServerClient } from '../../src/client/runs/server-client.ts';
import { costAttribute } from '../../src/core/search-attributes.ts';

const memo = { name: 'Talk', question: 'Why?', request: 'hash', serving: null };

function execution(workflowId: string, status: string, minutes: [from: number, to?: number]) {
  const [startTime, closeTime] = minutes.map((minute) => new Date((minute ?? 0) * 60_000));
  const typedSearchAttributes = new TypedSearchAttributes([
    { key: costAttribute, value: minutes[0] },
  ]);
  const known = {
    workflowId,
    type: 'debate',
    status: { name: status },
    memo,
    startTime,
    closeTime,
  };
  const info = { ...known, typedSearchAttributes };
  return info as unknown as WorkflowExecutionInfo;
}

/** A server that has these executions, whatever it is asked for. */
function serverWith(infos: WorkflowExecutionInfo[], queries: string[] = []): ServerClient {
  async function* list({ query }: { query: string }) {
    queries.push(query);
    yield* infos;
  }
  return { temporal: { workflow: { list } } as unknown as Client } as ServerClient;
}

describe('runs that are listed', () => {
  it('are one each, however often they were continued as new, and began with their first execution', async () => {
    const server = serverWith([
      execution('long', 'COMPLETED', [8, 9]),
      execution('long', 'CONTINUED_AS_NEW', [5, 8]),
      execution('long', 'CONTINUED_AS_NEW', [1, 5]),
      execution('short', 'FAILED', [2, 3]),
    ]);

    const { runs } = await pageRuns(server, {});

    expect(runs.map(({ id, status, durationMs }) => [id, status, durationMs / 60_000])).toEqual([
      ['short', 'failed', 1],
      ['long', 'completed', 8],
    ]);
    expect(runs.map(({ cost }) => cost)).toEqual([2, 8]); // as the run has left it with the server
    expect(runs[1]?.startedAt).toBe('1970-01-01T00:01:00.000Z');
  });

  it.each([
    ['RUNNING', 'running'],
    ['COMPLETED', 'completed'],
    ['FAILED', 'failed'],
    ['CANCELLED', 'cancelled'],
    ['TERMINATED', 'terminated'],
    ['TIMED_OUT', 'timedOut'],
  ])('have a status, of what the SDK calls %s too: %s', async (name, status) => {
    const { runs } = await pageRuns(serverWith([execution('one', name, [1, 2])]), {});

    expect(runs).toMatchObject([{ status }]);
  });

  it('are told a page at a time, each once, also those that began together and while others begin', async () => {
    const infos = ['c', 'a', 'b', 'd'].map((id) => execution(id, 'COMPLETED', [5, 6]));
    infos.push(execution('old', 'FAILED', [1, 2]));
    const seen: string[] = [];
    let after: string | undefined;

    do {
      const page = await pageRuns(serverWith(infos), { limit: 2, ...(after && { after }) });
      seen.push(page.runs.map(({ id }) => id).join());
      after = page.next ?? undefined;
      infos.push(execution(`new-${seen.length}`, 'RUNNING', [10]));
    } while (after !== undefined);

    expect(seen).toEqual(['a,b', 'c,d', 'old']);
  });

  it('end with a page that is just full', async () => {
    const server = serverWith([execution('one', 'COMPLETED', [1, 2])]);

    expect(await pageRuns(server, { limit: 1 })).toMatchObject({ next: null });
  });

  it.each(['', 'one', '3', '2026-11-27T06:07:04.628Z'])(
    'are not listed behind %j',
    async (after) => {
      await expect(pageRuns(serverWith([]), { after })).rejects.toThrow(/it is no cursor/);
    },
  );

  it('of one status are still asked for how they began', async () => {
    const queries: string[] = [];

    await pageRuns(serverWith([], queries), { status: 'cancelled' });

    expect(queries[0]).toContain("ExecutionStatus IN ('Canceled', 'ContinuedAsNew')");
  });
});
