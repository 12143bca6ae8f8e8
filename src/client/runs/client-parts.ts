import type { Serving } from '../../core/serving.ts';
import type { RunTarget } from './prepare-step.ts';
import type { ServerClient } from './server-client.ts';

/** What an `AgentsClient` is made of; `connect()` and `local()` make it. */
export interface ClientParts extends RunTarget, ServerClient {
  /** Task queue on which runs are started. */
  queue: string;
  serving: Serving | null;
  /** @see RunInput.heartbeatTimeoutMs; `null`: its default. */
  heartbeatTimeoutMs?: number | null;
}
