import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** An event of a history in JSON: its id, its type and the attributes of that type. */
export type EventJson = Record<string, unknown> & { eventId: string; eventType: string };

/** The history of a workflow as the Web UI's download has it: payloads in base 64. */
export async function exportHistory(
  temporal: Client,
  id: string,
  runId?: string,
): Promise<{ events: EventJson[] }> {
  const history = await temporal.workflow.getHandle(id, runId).fetchHistory();
  return JSON.parse(historyToJSON(history)) as { events: EventJson[] };
}

/** The events of a run and of all its children at any depth, with readable payloads. */
export async function readRun(temporal: Client, id: string): Promise<EventJson[]> {
  const { events } = await exportHistory(temporal, id);
  const children = await Promise.all(childrenIn(events).map((child) => readRun(temporal, child)));
  return [...(decoded(events) as EventJson[]), ...children.flat()];
}

/** Ids of the child workflows that a history has started. */
export function childrenIn(events: readonly EventJson[]): string[] {
  return events.flatMap((event) => {
    const started = event['childWorkflowExecutionStartedEventAttributes'] as
      | { workflowExecution: { workflowId: string } }
      | undefined;
    return started === undefined ? [] : [started.workflowExecution.workflowId];
  });
}

export function ofType(events: readonly EventJson[], type: string): EventJson[] {
  return events.filter(({ eventType }) => eventType === `EVENT_TYPE_${type}`);
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== 'object' || value === null) return value;
  if ('data' in value && 'metadata' in value && typeof value.data === 'string') {
    const text = Buffer.from(value.data, 'base64').toString('utf8');
    return text === '' ? null : (JSON.parse(text) as unknown);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decoded(inner)]));
}

/** How often a word is in the JSON of a value. */
export function countOf(word: string, value: unknown): number {
  return JSON.stringify(value).split(word).length - 1;
}
