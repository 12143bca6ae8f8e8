import type { Client } from '@temporalio/client';
import { unknownRun } from '../runs/unknown-run.ts';
import { findCurrentRun } from './read-history.ts';

/** Where the history of a run is. */
export interface RunAddress {
  workflowId: string;
  /** Path of the step inside that workflow's run; '' for that run itself. */
  path: string;
}

/**
 * Finds the workflow that a run is, or that it ran inside of: `RUN/PATH` is a workflow of its own only
 * where the step was started as one.
 *
 * @throws `Input.Invalid` when there is no such run
 */
export async function locateRun(temporal: Client, id: string): Promise<RunAddress> {
  for (let end = id.length; end > 0; end = id.lastIndexOf('/', end - 1)) {
    const workflowId = id.slice(0, end);
    const found = await findCurrentRun(temporal, workflowId);
    if (found !== undefined) return { workflowId, path: id.slice(end + 1) };
  }
  throw unknownRun(id);
}
