import { z } from 'zod';
import { parseInput } from '../../core/parse-input.ts';
import type { Duration } from '../../core/durations.ts';
import { queuesOf } from '../../core/queues.ts';
import { AgentsClient } from './agents-client.ts';
import { defaultsFrom } from './default-provider.ts';
import { heartbeatTimeoutFrom } from './heartbeat-timeout.ts';
import type { RunTarget } from './prepare-step.ts';
import { openCluster } from './open-cluster.ts';
import { studioUrlFrom } from './studio-url.ts';

/** Which cluster runs are started on, and how. */
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
  /** Base address of the studio, for links. Default: DURABLE_AGENTS_STUDIO_URL, else none. */
  studioUrl?: string;
}

const connectSchema = z.strictObject({
  address: z.string().min(1, 'it is empty').optional(),
  namespace: z.string().min(1, 'it is empty').optional(),
  heartbeatTimeout: z.custom<Duration>().optional(), // read below
  studioUrl: z.string().optional(), // read below
} satisfies Record<keyof ConnectOptions, z.ZodType>);

/**
 * A client for a Temporal cluster, whose workers somebody else runs. TLS and API key come from the
 * environment or Temporal's config file.
 *
 * @throws `Input.Invalid` for an option that is none, or a heartbeat timeout that is none
 * @throws `Worker.Unconfigured` when the server does not answer within 10 s
 */
export async function connect(options: ConnectOptions = {}): Promise<AgentsClient> {
  parseInput(connectSchema, options, 'connect()');
  const heartbeatTimeoutMs = heartbeatTimeoutFrom(process.env, options.heartbeatTimeout);
  const studioUrl = studioUrlFrom(process.env, options.studioUrl);
  return new AgentsClient({
    ...(await openCluster(options)),
    studio: () => studioUrl,
    queue: queuesOf().workflows,
    ...clusterTarget(),
    heartbeatTimeoutMs,
  });
}

/** Of a cluster it is not known what its workers can do. */
export function clusterTarget(): RunTarget & { serving: null } {
  return { defaults: defaultsFrom(process.env), serving: null };
}
