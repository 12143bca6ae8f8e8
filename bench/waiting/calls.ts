import { setTimeout as sleep } from 'node:timers/promises';
import { question } from '../cases.ts';
import type { AgentsClient, ModelServer } from '../product.ts';

const perRun = 10;

/** Calls that wait at the model. */
export const waitingAt = (model: ModelServer): number =>
  model.requests.filter(({ endedBy }) => endedBy === null).length;

/** Starts runs of ten agents each, until all their calls wait, or no more come. */
export async function startCalls(
  client: AgentsClient,
  model: ModelServer,
  wanted: number,
): Promise<string[]> {
  const ids = Array.from({ length: wanted / perRun }, (_, run) => `waiting-${run}`);
  for (const id of ids) await client.start(stepOf(id), question, { id });
  const limit = Date.now() + 180_000;
  let [seen, since] = [-1, Date.now()];
  while (waitingAt(model) < wanted && Date.now() < Math.min(limit, since + 20_000)) {
    if (waitingAt(model) !== seen) [seen, since] = [waitingAt(model), Date.now()];
    await sleep(250);
  }
  return ids;
}

/** Every agent says whose it is, so that a socket can be told to belong to a run. */
function stepOf(id: string) {
  const agents = Array.from({ length: perRun }, (_, agent) => ({
    kind: 'agent' as const,
    name: `agent ${agent}`,
    instructions: markOf(id),
    provider: 'bench',
    model: 'bench',
    timeout: '1h',
  }));
  return { kind: 'parallel' as const, agents, concurrency: perRun, timeout: '1h' };
}

const markOf = (id: string): string => `You belong to ${id}.`;

/** Milliseconds from a cancel to the end of its run's last socket; endless where that takes a minute. */
export async function cancelMs(
  client: AgentsClient,
  model: ModelServer,
  id: string,
): Promise<number> {
  const own = model.requests.filter(({ system }) => system.includes(markOf(id)));
  const open = own.filter(({ endedBy }) => endedBy === null);
  if (open.length === 0) return Number.NaN;
  const at = Date.now();
  await client.handle(id).cancel();
  while (open.some(({ endedAt }) => endedAt === null)) {
    if (Date.now() - at > 60_000) return Number.POSITIVE_INFINITY;
    await sleep(5);
  }
  return Math.max(...open.map(({ endedAt }) => endedAt ?? 0)) - at;
}
