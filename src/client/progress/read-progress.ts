import type { Client } from '@temporalio/client';
import { isKind } from '../../core/kinds/registry.ts';
import { invalidInput } from '../../core/parse-input.ts';
import { assemble } from './assemble.ts';
import { locateRun, type RunAddress } from './locate-run.ts';
import { assemblePart } from './part-of-run.ts';
import { readWorkflows } from './read-workflows.ts';
import type { RunProgress } from './run-progress.ts';

/**
 * How far a run is and what it has cost, read from its history and those of its children. It needs
 * no worker and no database, and so it works on a run that nothing serves.
 *
 * @param id of a run, or `RUN/PATH` of a step in it
 * @throws `Input.Invalid` when there is no such run, or the step was not started
 */
export async function readProgress(temporal: Client, id: string): Promise<RunProgress> {
  return await readProgressAt(temporal, await locateRun(temporal, id));
}

/** The same for a run that was located. */
export async function readProgressAt(
  temporal: Client,
  { workflowId, path }: RunAddress,
): Promise<RunProgress> {
  const workflows = await readWorkflows(temporal, workflowId, path === '');
  const kind = workflows.get(workflowId)?.kind ?? '';
  if (!isKind(kind)) {
    const message = `'${workflowId}' is a workflow '${kind}', not a run of agents`;
    throw invalidInput('the id', [{ path: '', message }]);
  }
  if (path === '') return assemble(workflowId, workflows, Date.now());
  const part = assemblePart(workflowId, path, workflows, Date.now());
  if (part !== undefined) return part;
  const message = `run '${workflowId}' has started no step '${path}'`;
  throw invalidInput('the id', [{ path: '', message }]);
}
