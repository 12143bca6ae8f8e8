import type { Client } from '@temporalio/client';
import { withAttempts } from './attempts.ts';
import { decodeEvent, type HistoryEvent } from './decode-event.ts';
import type { HistoryAddress } from './read-history.ts';
import { readChain } from './run-chain.ts';
import { newWorkflow, reduce, type WorkflowProgress } from './workflow-progress.ts';

/** Histories that are read at once. */
const concurrency = 10;

/** Reads the histories of a run and of all its children, so far. */
export async function readWorkflows(
  temporal: Client,
  id: string,
): Promise<Map<string, WorkflowProgress>> {
  const found = new Map<string, WorkflowProgress>();
  let open: HistoryAddress[] = [{ workflowId: id, runId: '' }];
  while (open.length > 0) {
    const now = open.splice(0, concurrency);
    const read = await Promise.all(now.map((address) => readWorkflow(temporal, address)));
    for (const workflow of read) found.set(workflow.id, workflow);
    open = [...open, ...read.flatMap(addressesOf)];
  }
  return found;
}

function addressesOf({ children }: WorkflowProgress): HistoryAddress[] {
  return children.map(({ id, runId }) => ({ workflowId: id, runId }));
}

async function readWorkflow(temporal: Client, address: HistoryAddress): Promise<WorkflowProgress> {
  let workflow = newWorkflow(address.workflowId);
  for await (const events of readChain(temporal, address)) {
    workflow = await withEvents(temporal, workflow, events);
  }
  return await withAttempts(temporal, workflow);
}

/** A workflow after some more events of its history. */
export async function withEvents(
  temporal: Client,
  workflow: WorkflowProgress,
  events: readonly HistoryEvent[],
): Promise<WorkflowProgress> {
  let after = workflow;
  for (const event of events) {
    const decoded = await decodeEvent(temporal.options.loadedDataConverter, event);
    if (decoded !== undefined) after = reduce(after, decoded);
  }
  return after;
}
