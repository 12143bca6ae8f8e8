import type { Client } from '@temporalio/client';
import { invalidInput } from '../../core/parse-input.ts';
import { isKind } from '../../core/kinds/registry.ts';
import { assemble } from './assemble.ts';
import { readWorkflows } from './read-workflows.ts';
import type { RunProgress } from './run-progress.ts';

/**
 * How far a run is and what it has cost, read from its history and those of its children. It needs
 * no worker and no database, and so it works on a run that nothing serves.
 *
 * @throws `Input.Invalid` when there is no such run
 */
export async function readProgress(temporal: Client, id: string): Promise<RunProgress> {
  const workflows = await readWorkflows(temporal, id);
  const kind = workflows.get(id)?.kind ?? '';
  if (!isKind(kind)) {
    const message = `'${id}' is a workflow '${kind}', not a run of agents`;
    throw invalidInput('the id', [{ path: '', message }]);
  }
  return assemble(id, workflows, Date.now());
}
