import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentsClient } from '../client/runs/agents-client.ts';
import { connect } from '../client/runs/connect.ts';
import { usesCluster } from '../workers/env.ts';
import type { LocalClient } from '../workers/local.ts';
import type {
  ClusterOptions,
  CommandContext,
  ServingOptions,
  StateOptions,
} from './command-context.ts';
import { orInterrupted } from './interrupt.ts';

export type OpenOptions = ClusterOptions &
  ServingOptions &
  StateOptions & {
    /** On a cluster: serve everything in this process. */
    serve?: boolean;
  };

/** A client for one command, and what runs beside it. */
export interface Opened {
  client: AgentsClient;
  /** The same client where the server is embedded; `null` on a cluster. */
  embedded: LocalClient | null;
  /** Rejects when the worker in this process breaks; never resolves. */
  broken: Promise<never>;
  close(): Promise<void>;
}

/** Whether a command uses a cluster, by its options or the environment. */
export function onCluster({ address, namespace }: ClusterOptions): boolean {
  return address !== undefined || namespace !== undefined || usesCluster(process.env);
}

/**
 * Opens the cluster that the options or the environment name, else the embedded default.
 *
 * @throws Interrupted when Ctrl-C comes first
 */
export async function openClient(
  options: OpenOptions,
  context: CommandContext,
  local: { serve?: 'all' | 'read'; suffix?: string } = {},
): Promise<Opened> {
  const { interrupted } = context;
  const opening = onCluster(options)
    ? openCluster(options, context)
    : openEmbedded(options, context, local);
  return await orInterrupted(opening, interrupted);
}

async function openEmbedded(
  options: OpenOptions,
  context: CommandContext,
  local: { serve?: 'all' | 'read'; suffix?: string },
): Promise<Opened> {
  const { openLocal } = await import('../workers/local.ts');
  const client = await openLocal({
    ...(options.state === undefined ? {} : { stateDir: options.state }),
    ...filesOf(options),
    ...local,
    log: logTo(context),
  });
  const broken = breaking(client.broken);
  return { client, embedded: client, broken, close: () => client.close() };
}

async function openCluster(options: OpenOptions, context: CommandContext): Promise<Opened> {
  const { address, namespace } = options;
  const cluster = {
    ...(address === undefined ? {} : { address }),
    ...(namespace === undefined ? {} : { namespace }),
  };
  const client = await connect(cluster);
  if (!options.serve) {
    return { client, embedded: null, broken: new Promise(() => {}), close: () => client.close() };
  }
  const { startFleetWorker, servable } = await import('./serve-cluster.ts');
  const worker = await startFleetWorker({
    serve: servable(options.config),
    ...filesOf(options),
    ...cluster,
    log: logTo(context),
  });
  const running = worker.run();
  return {
    client,
    embedded: null,
    broken: breaking(running),
    async close() {
      worker.shutdown();
      await running.catch(() => undefined);
      await client.close();
    },
  };
}

/** Failures that the progress of the run shows anyway are left out. */
function logTo({ output }: CommandContext): (line: string) => void {
  return (line) => {
    if (!/^WARN (Activity|Workflow) failed/.test(line)) output.note(line);
  };
}

function filesOf({ config, register }: ServingOptions) {
  return {
    ...(config === undefined ? {} : { configFile: config }),
    ...(register === undefined ? {} : { registryFile: register }),
  };
}

function breaking(worker: Promise<unknown>): Promise<never> {
  const broken = worker.then(() => new Promise<never>(() => {}));
  broken.catch(() => undefined); // whoever waits for it hears of it
  return broken;
}

/** How long an interrupted command lets calls in flight finish: what is cut off is paid again. */
const graceMs = 10_000;

/** Closes the client; after an interruption not longer than 10 s. */
export async function closeClient(opened: Opened, { interrupted }: CommandContext): Promise<void> {
  const closing = opened.close();
  await (interrupted.aborted ? Promise.race([closing, sleep(graceMs)]) : closing);
}
