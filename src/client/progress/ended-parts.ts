import type { Client } from '@temporalio/client';
import { isKind } from '../../core/kinds/registry.ts';
import { readElement } from '../../core/kinds/map/paths.ts';
import { stepAt } from '../../core/kinds/titles.ts';
import { hasItems } from '../../core/kinds/walk.ts';
import { spendingOf } from '../../core/results.ts';
import { pathInside, splitPath } from '../../core/step-path.ts';
import { decodeEvent } from './decode-event.ts';
import { closeEvent, type HistoryAddress } from './read-history.ts';
import { newWorkflow, reduce, type WorkflowProgress } from './workflow-progress.ts';

// A long map is done in child runs, each for a part of its list. What came of their items stands in the
// store: of one that has ended nothing is kept but what it has spent.

/** Whether a child workflow is a run for a part of a map. */
export function isPart({ id, spec }: WorkflowProgress, child: string): boolean {
  const elements = splitPath(pathInside(child, id) ?? '');
  const around = stepAt(elements.slice(0, -1).join('/'), spec);
  const isItsMap = around !== null && hasItems(around);
  return isItsMap && readElement(elements.at(-1) ?? '')?.is === 'part';
}

/** A part that has ended as no more than what it has spent; as it is where it goes on, or left no result. */
export function summedUp(part: WorkflowProgress): WorkflowProgress {
  const { result } = part;
  if (result === null || !isKind(result.kind)) return part;
  return { ...part, work: [], children: [], spent: spendingOf(result) };
}

/** Reads the end of a part and nothing else; `undefined`: it goes on, or its end does not say enough. */
export async function readEndedPart(
  temporal: Client,
  address: HistoryAddress,
): Promise<WorkflowProgress | undefined> {
  const last = await closeEvent(temporal, address);
  if (last === undefined) return undefined;
  const closed = await decodeEvent(temporal.options.loadedDataConverter, last);
  if (closed === undefined) return undefined;
  const part = summedUp(reduce(newWorkflow(address.workflowId), closed));
  return part.spent === null ? undefined : part;
}
