import type { RunTurn, RunTurnTexts } from '../../core/run-turns.ts';
import type { ThreadReads } from '../../core/thread-reads.ts';
import type { EventReader } from '../events/run-events.ts';

/** The turns of a run, or one of them with its texts. */
export interface TurnsRead {
  run: string;
  /** `null`: the list of all. */
  turn: string | null;
}

/** A Temporal server as it is asked about runs and users. To start runs takes more. */
export interface ServerClient extends EventReader {
  /** Base address of Temporal's Web UI, `null` when it is not known. */
  webUrl: string | null;
  /** Sums what runs have cost, where the client has the store itself. Default: costs are not known. */
  readCosts?: (runs: readonly string[]) => Promise<ReadonlyMap<string, number | null>>;
  /** Reads turns, where the client has the store itself. Default: through a worker. */
  readTurns?: (wanted: TurnsRead) => Promise<RunTurn[] | RunTurnTexts | null>;
  /** Which of the runs got a reply of the simulated model, where the client has the store itself. Default: it is not known. */
  readSimulated?: (runs: readonly string[]) => Promise<ReadonlyMap<string, boolean>>;
  /** Asks about threads where the client has the store itself. Default: through a worker. */
  threads?: ThreadReads;
  close: () => Promise<void>;
}

/** A run in Temporal's Web UI; `null` when its address is not known. */
export function webLink({ webUrl, temporal }: ServerClient, runId: string): string | null {
  if (webUrl === null) return null;
  const namespace = encodeURIComponent(temporal.options.namespace);
  return `${webUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(runId)}`;
}
