import { AgentsClient } from '../client/runs/agents-client.ts';
import type { ClientParts } from '../client/runs/client-parts.ts';
import type { ServerClient } from '../client/runs/server-client.ts';
import { queuesOf } from '../core/queues.ts';
import { openEmbedded } from './embedded-client.ts';
import type { LocalPlan } from './local-plan.ts';

/**
 * A client of the embedded server that starts runs, and serves none.
 *
 * @throws `Worker.Unconfigured` when there is no server binary, or it does not start
 */
export async function attach(plan: LocalPlan, log: (line: string) => void): Promise<AgentsClient> {
  return new AgentsClient(partsFor(plan, await openEmbedded(plan, log)));
}

/** What a client of a plan is made of, once its server is there. */
export function partsFor(plan: LocalPlan, server: ServerClient): ClientParts {
  const { suffix, defaults, serving, heartbeatTimeoutMs } = plan;
  const { workflows: queue } = queuesOf(suffix);
  return { ...server, queue, defaults, serving, heartbeatTimeoutMs };
}
