import { Client, type Connection } from '@temporalio/client';
import type { Duration } from '../../core/durations.ts';
import { Failure, failure } from '../../core/failures.ts';
import { queuesOf, sharedQueueOf } from '../../core/queues.ts';
import { AgentsClient } from './agents-client.ts';
import { defaultsFrom } from './default-provider.ts';
import { heartbeatTimeoutFrom } from './heartbeat-timeout.ts';
import type { RunTarget } from './prepare-step.ts';
import { openConnection, serverPlace, type ServerPlace } from './server-connection.ts';

export interface ConnectOptions {
  /** `host:port` of a Temporal server. Default: TEMPORAL_ADDRESS or Temporal's config file. */
  address?: string;
  /** Default: TEMPORAL_NAMESPACE or Temporal's config file, else `default`. */
  namespace?: string;
  /**
   * For this long a worker may give no sign of life before its calls are made again; at least 1 s.
   * Default: DURABLE_AGENTS_HEARTBEAT_TIMEOUT, else 15 s.
   */
  heartbeatTimeout?: Duration;
}

/**
 * A client for a Temporal cluster, whose workers somebody else runs. TLS and API key come from the
 * environment or Temporal's config file.
 *
 * @throws `Input.Invalid` for a heartbeat timeout that is none
 * @throws `Worker.Unconfigured` when the server does not answer within 10 s
 */
export async function connect(options: ConnectOptions = {}): Promise<AgentsClient> {
  const heartbeatTimeoutMs = heartbeatTimeoutFrom(process.env, options.heartbeatTimeout);
  const place = serverPlace(options);
  const { address, namespace } = place;
  const connection = await connectTo(place);
  return new AgentsClient({
    temporal: new Client({ connection, namespace }),
    queue: queuesOf().workflows,
    sharedQueue: sharedQueueOf(),
    webUrl: webUrlOf(address, process.env['TEMPORAL_UI_URL']),
    ...clusterTarget(),
    heartbeatTimeoutMs,
    close: () => connection.close(),
  });
}

/** Of a cluster it is not known what its workers can do. */
export function clusterTarget(): RunTarget & { serving: null } {
  return { defaults: defaultsFrom(process.env), serving: null };
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
