import { z } from 'zod';
import type { Client } from '@temporalio/client';
import type { Duration } from '../../core/durations.ts';
import { parseInput } from '../../core/parse-input.ts';
import { queuesOf, sharedQueueOf } from '../../core/queues.ts';
import { AgentsClient } from './agents-client.ts';
import { defaultsFrom } from './default-provider.ts';
import { heartbeatTimeoutFrom } from './heartbeat-timeout.ts';
import { studioUrlFrom } from './studio-url.ts';

/** How runs are started with a Temporal client that is there already. */
export interface AgentsClientOptions {
  /**
   * Task queue of a worker with the `DurableAgentsPlugin`, on which runs are started. Default:
   * `agents`, the workflow queue of a fleet.
   */
  taskQueue?: string;
  /** For agents that name no provider. Default: by the keys in the environment, else `simulated`. */
  provider?: string;
  /** For agents that name neither provider nor model. Default: the provider's. */
  model?: string;
  /**
   * For this long a worker may give no sign of life before its calls are made again; at least 1 s.
   * Default: DURABLE_AGENTS_HEARTBEAT_TIMEOUT, else 15 s.
   */
  heartbeatTimeout?: Duration;
  /** Base address of Temporal's Web UI, for links. Default: none. */
  webUrl?: string;
  /** Base address of the studio, for links. Default: DURABLE_AGENTS_STUDIO_URL, else none. */
  studioUrl?: string;
}

const text = z.string().min(1, 'it is empty').optional();

const optionsSchema = z.strictObject({
  taskQueue: text,
  provider: text,
  model: text,
  heartbeatTimeout: z.custom<Duration>().optional(), // read below
  webUrl: text,
  studioUrl: z.string().optional(), // read below
} satisfies Record<keyof AgentsClientOptions, z.ZodType>);

/**
 * Starts runs and finds them with a Temporal client that is there already. Closing it leaves that
 * client's connection open.
 *
 * @throws `Input.Invalid` for an option that is none, or a heartbeat timeout that is none
 */
export function agentsClient(temporal: Client, options: AgentsClientOptions = {}): AgentsClient {
  parseInput(optionsSchema, options, 'agentsClient()');
  const { taskQueue = queuesOf().workflows, provider, model, heartbeatTimeout, webUrl } = options;
  const studioUrl = studioUrlFrom(process.env, options.studioUrl);
  return new AgentsClient({
    temporal,
    studio: () => studioUrl,
    queue: taskQueue,
    sharedQueue: taskQueue === queuesOf().workflows ? sharedQueueOf() : taskQueue,
    webUrl: webUrl ?? null,
    defaults: defaultsFrom(process.env, {
      ...(provider === undefined ? {} : { provider }),
      ...(model === undefined ? {} : { model }),
    }),
    serving: null,
    heartbeatTimeoutMs: heartbeatTimeoutFrom(process.env, heartbeatTimeout),
    close: () => Promise.resolve(),
  });
}
