import { Client, type Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import { sharedQueueOf } from '../../core/queues.ts';
import type { ServerClient } from './server-client.ts';
import { openConnection } from './server-connection.ts';
import { studioUrlFrom } from './studio-url.ts';

/** Where a Temporal server is, and how it is spoken to. */
export interface ServerPlace {
  /** `host:port`. */
  address: string;
  namespace: string;
  /** TLS, API key and metadata, from the environment or Temporal's config file. */
  options: ReturnType<typeof loadClientConnectConfig>['connectionOptions'];
}

/**
 * Which Temporal server is meant: the one given, else TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE or
 * Temporal's config file, else `localhost:7233` and `default`.
 */
export function serverPlace(given: { address?: string; namespace?: string }): ServerPlace {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return {
    address: given.address ?? connectionOptions.address ?? 'localhost:7233',
    namespace: given.namespace ?? namespace ?? 'default',
    options: connectionOptions,
  };
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
  const studioUrl = studioUrlFrom(process.env);
  const connection = await connectTo(place);
  return {
    temporal: new Client({ connection, namespace }),
    sharedQueue: sharedQueueOf(),
    studio: () => studioUrl,
    webUrl: webUrlOf(address, process.env['TEMPORAL_UI_URL']),
    close: () => connection.close(),
  };
}

async function connectTo({ address, options }: ServerPlace): Promise<Connection> {
  try {
    return await openConnection(address, { ...options, connectTimeout: 10_000 });
  } catch (error) {
    const reason = messageOf(error);
    const message = `no Temporal server answers at ${address} (${reason}): start it, or set TEMPORAL_ADDRESS; without it the commands run their own`;
    throw failure(Failure.workerUnconfigured, message);
  }
}

/** Where the Web UI is: TEMPORAL_UI_URL, or the dev server's usual place on this machine. */
function webUrlOf(address: string, given: string | undefined): string | null {
  if (given) return given.replace(/\/$/, '');
  return /^(localhost|127\.0\.0\.1):7233$/.test(address) ? 'http://localhost:8233' : null;
}
