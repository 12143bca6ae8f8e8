import type { Client } from '@temporalio/client';
import { invalidInput } from '../../core/parse-input.ts';
import type { Kind } from '../../core/kinds/step.ts';
import { assemble } from './assemble.ts';
import { readWorkflows } from './read-workflows.ts';
import type { RunProgress } from './run-progress.ts';

const kinds: Record<Kind, true> = {
  agent: true,
  parallel: true,
  pipeline: true,
  supervisor: true,
  debate: true,
};

/**
 * How far a run is and what it has cost, read from its history and those of its children. It needs
 * no worker and no database, and so it works on a run that nothing serves.
 *
 * @throws `Input.Invalid` when there is no such run
 */
export async function readProgress(temporal: Client, id: string): Promise<RunProgress> {
  const workflows = await readWorkflows(temporal, id);
  const kind = workflows.get(id)?.kind ?? '';
  if (!Object.hasOwn(kinds, kind)) {
    const message = `'${id}' is a workflow '${kind}', no run of agents`;
    throw invalidInput('the id', [{ path: '', message }]);
  }
  return assemble(id, workflows, Date.now());
}
