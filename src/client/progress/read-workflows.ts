import type { Client } from '@temporalio/client';
import { withAttempts } from './attempts.ts';
import { decodeEvent, type HistoryEvent } from './decode-event.ts';
import { isPart, readEndedPart } from './ended-parts.ts';
import type { HistoryAddress } from './read-history.ts';
import { readChain } from './run-chain.ts';
import { newWorkflow, reduce, type WorkflowProgress } from './workflow-progress.ts';

/** Histories that are read at once. */
const concurrency = 10;

interface ChildAddress extends HistoryAddress {
  /** Whether what it has spent is enough, once it has ended. */
  isSummed: boolean;
}

/**
 * Reads the histories of a run and of all its children, so far.
 *
 * @param sumsParts whether of the parts of maps that have ended no more is read than what they have spent
 */
export async function readWorkflows(
  temporal: Client,
  id: string,
  sumsParts = false,
): Promise<Map<string, WorkflowProgress>> {
  const found = new Map<string, WorkflowProgress>();
  const open: ChildAddress[] = [{ workflowId: id, runId: '', isSummed: false }];
  while (open.length > 0) {
    const now = open.splice(0, concurrency);
    const read = await Promise.all(now.map((address) => readWorkflow(temporal, address)));
    for (const workflow of read) found.set(workflow.id, workflow);
    open.push(...read.flatMap((workflow) => addressesOf(workflow, sumsParts)));
  }
  return found;
}

function addressesOf(workflow: WorkflowProgress, sumsParts: boolean): ChildAddress[] {
  return workflow.children.map(({ id, runId }) => {
    return { workflowId: id, runId, isSummed: sumsParts && isPart(workflow, id) };
  });
}

async function readWorkflow(
  temporal: Client,
  { isSummed, ...address }: ChildAddress,
): Promise<WorkflowProgress> {
  const ended = isSummed ? await readEndedPart(temporal, address) : undefined;
  if (ended !== undefined) return ended;
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
