import type { WorkflowExecutionInfo } from '@temporalio/client';
import { costAttribute } from '../../core/search-attributes.ts';
import { hasPoller } from './pollers.ts';
import type { ServerClient } from './server-client.ts';
import { readThroughWorker } from './worker-query.ts';

type Costs = ReadonlyMap<string, number | null>;

/**
 * What runs have cost so far, by id, in US dollars. A client without the store reads it from the
 * server, where an ended run has left it, and the rest through a worker, where there is one.
 */
export async function costsOf(
  client: ServerClient,
  runs: readonly WorkflowExecutionInfo[],
): Promise<Costs> {
  const ids = runs.map(({ workflowId }) => workflowId);
  if (client.readCosts !== undefined) return await client.readCosts(ids);
  const left = runs.flatMap(({ workflowId, typedSearchAttributes }) => {
    const cost = typedSearchAttributes.get(costAttribute);
    return cost === undefined ? [] : [[workflowId, cost] as const];
  });
  const known = new Map<string, number | null>(left);
  const missing = ids.filter((id) => !known.has(id));
  return missing.length === 0 ? known : new Map([...known, ...(await readCosts(client, missing))]);
}

/** A list is no reason to wait for a worker, or to fail without one. */
async function readCosts(client: ServerClient, runs: string[]): Promise<Costs> {
  const served = { queue: client.sharedQueue, kind: 'workflows' } as const;
  if (!(await hasPoller(client.temporal, served))) return new Map();
  const reading = readThroughWorker<[string, number | null][]>(client, {
    workflow: 'readCosts',
    args: [{ runs }],
    limit: '10s',
    id: 'read-costs',
    what: 'what runs have cost',
    again: 'again',
    summary: 'costs of runs, for a client',
  });
  return new Map(await reading.catch(() => []));
}
