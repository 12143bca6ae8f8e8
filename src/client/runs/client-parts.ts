import type { Serving } from '../../core/serving.ts';
import type { RunTarget } from './prepare-step.ts';
import type { TextReader } from './worker-query.ts';

/** What an `AgentsClient` is made of; `connect()` and `local()` make it. */
export interface ClientParts extends RunTarget, TextReader {
  /** Task queue on which runs are started. */
  queue: string;
  /** Base address of Temporal's Web UI, `null` when it is not known. */
  webUrl: string | null;
  serving: Serving | null;
  /** @see RunInput.heartbeatTimeoutMs; `null`: its default. */
  heartbeatTimeoutMs?: number | null;
  close: () => Promise<void>;
}
