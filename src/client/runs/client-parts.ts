import type { Client } from '@temporalio/client';
import type { Serving } from '../../core/serving.ts';
import type { Defaults } from './prepare-step.ts';

/** What an `AgentsClient` is made of; `connect()` and `local()` make it. */
export interface ClientParts {
  temporal: Client;
  /** Task queue on which runs are started. */
  queue: string;
  /** Task queue of what any process with the store serves: reading texts, user contexts. */
  sharedQueue: string;
  /** Base address of Temporal's Web UI, `null` when it is not known. */
  webUrl: string | null;
  /** For agents that name no provider or model. */
  defaults: Defaults;
  /** What the workers can do, where the client knows it: specs are then checked before they start. */
  serving: Serving | null;
  /** @see RunInput.heartbeatTimeoutMs; `null`: its default. */
  heartbeatTimeoutMs?: number | null;
  close: () => Promise<void>;
}
