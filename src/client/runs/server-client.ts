import { Client, type Connection } from '@temporalio/client';
import { Failure, failure } from '../../core/failures.ts';
import { sharedQueueOf } from '../../core/queues.ts';
import { openConnection, serverPlace, type ServerPlace } from './server-connection.ts';
import type { TextReader } from './worker-query.ts';

/** A Temporal server as it is asked about runs and users. To start runs takes more. */
export interface ServerClient extends TextReader {
  /** Base address of Temporal's Web UI, `null` when it is not known. */
  webUrl: string | null;
  close: () => Promise<void>;
}

/** A run in Temporal's Web UI; `null` when its address is not known. */
export function webLink({ webUrl, temporal }: ServerClient, runId: string): string | null {
  if (webUrl === null) return null;
  const namespace = encodeURIComponent(temporal.options.namespace);
  return `${webUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(runId)}`;
}

/**
 * Opens a cluster. TLS and API key come from the environment or Temporal's config file.
 *
 * @throws `Worker.Unconfigured` when the server does not answer within 10 s
 */
export async function openCluster(given: {
  address?: string;
  namespace?: string;
}): Promise<ServerClient> {
  const place = serverPlace(given);
  const { address, namespace } = place;
  const connection = await connectTo(place);
  return {
    temporal: new Client({ connection, namespace }),
    sharedQueue: sharedQueueOf(),
    webUrl: webUrlOf(address, process.env['TEMPORAL_UI_URL']),
    close: () => connection.close(),
  };
}

async function connectTo({ address, options }: ServerPlace): Promise<Connection> {
  try {
    return await openConnection(address, { ...options, connectTimeout: 10_000 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `no Temporal server answers at ${address} (${reason}): start it, or set TEMPORAL_ADDRESS; without it the commands run their own`;
    throw failure(Failure.workerUnconfigured, message);
  }
}

/** Where the Web UI is: TEMPORAL_UI_URL, or the dev server's usual place on this machine. */
function webUrlOf(address: string, given: string | undefined): string | null {
  if (given) return given.replace(/\/$/, '');
  return /^(localhost|127\.0\.0\.1):7233$/.test(address) ? 'http://localhost:8233' : null;
}
