import type { AgentsClient } from '../../client/runs/agents-client.ts';
import type { ModuleSources } from '../../workers/module-sources.ts';
import type {
  ClusterOptions,
  CommandContext,
  ReadingOptions,
  RunningOptions,
  ServingOptions,
  WatchOptions,
} from '../command.ts';
import { orInterrupted } from '../interrupt.ts';
import { askTrust } from '../trust.ts';
import { onCluster, whileStarting } from './open-reader.ts';
import type { Embedded, Opened, Place } from './place.ts';

/**
 * Finds out where a command works: the cluster that the options or the environment name, else the
 * embedded server.
 *
 * @param suffix of the queues to serve instead of the own ones
 * @throws `Input.Invalid` for a bad configuration
 */
export async function findPlace(
  options: ReadingOptions & ServingOptions & WatchOptions,
  suffix?: string,
): Promise<Place> {
  if (onCluster(options)) {
    const { clusterTarget } = await import('../../client/runs/connect.ts');
    return { is: 'cluster', target: clusterTarget() };
  }
  const { planLocal } = await import('../../workers/local-plan.ts');
  await askTrust(options);
  const sources = options.watch ? await noSources() : undefined;
  const planned = { ...filesOf(options), stateDir: options.state, suffix };
  return { is: 'embedded', target: await planLocal(planned, sources), sources };
}

async function noSources(): Promise<ModuleSources> {
  const { ModuleSources: Sources } = await import('../../workers/module-sources.ts');
  return new Sources();
}

/**
 * Opens a place to start runs there, which somebody else serves.
 *
 * @throws Interrupted when Ctrl-C comes first
 */
export async function openToStart(
  place: Place,
  options: ClusterOptions,
  context: CommandContext,
): Promise<AgentsClient> {
  return await orInterrupted(attached(place, options, context), context.interrupted);
}

async function attached(
  place: Place,
  options: ClusterOptions,
  context: CommandContext,
): Promise<AgentsClient> {
  if (place.is === 'cluster') {
    const { connect } = await import('../../client/runs/connect.ts');
    return await connect(clusterOf(options));
  }
  const { target } = place;
  const { attach } = await import('../../workers/attach.ts');
  return await whileStarting(target, context, (log) => attach(target, log));
}

/** How a place is served. */
type ServedOptions = RunningOptions & {
  /** Whether user contexts may wait a few seconds for a worker: what is to run has no user. */
  sharedLater?: boolean;
};

/**
 * Opens a place to serve runs there: the embedded server always, a cluster with `--serve`.
 *
 * @throws Interrupted when Ctrl-C comes first
 */
export async function openToServe(
  place: Place,
  options: ServedOptions,
  context: CommandContext,
): Promise<Opened> {
  const opening =
    place.is === 'cluster' ? openCluster(options, context) : openEmbedded(place, options, context);
  return await orInterrupted(opening, context.interrupted);
}

/** Long after the first call of a run has begun. */
const sharedAfterMs = 3_000;

async function openEmbedded(
  { target: plan, sources }: Embedded,
  options: ServedOptions,
  context: CommandContext,
): Promise<Opened> {
  const { startServer } = await import('../../workers/embedded/index.ts');
  const files = filesOf(options);
  const renewable = await whileStarting(plan, context, async (log) => {
    // the server comes up while all the rest is loaded
    const starting = startServer({ stateDir: plan.stateDir, log });
    const { openRenewable } = await import('../../workers/local.ts');
    const hurry = { starting, ...(options.sharedLater ? { sharedAfterMs } : {}) };
    return await openRenewable(plan, { ...files, log }, hurry);
  });
  const { client } = renewable;
  const broken = breaking(client.broken);
  const opened = { client, embedded: true, broken, close: () => client.close() };
  const { withStudio } = await import('./serve-studio.ts');
  const served = await withStudio(opened, plan.stateDir, options, context);
  if (sources === undefined) return served;
  const { CodeWatch } = await import('../../workers/watch-code.ts');
  const watch = new CodeWatch({
    options: { ...files, stateDir: options.state },
    plan,
    sources,
    renew: (next) => renewable.renew(next),
    log: (line) => context.output.note(line),
  });
  const close = async () => {
    await watch.close();
    await served.close();
  };
  return { ...served, close };
}

async function openCluster(options: RunningOptions, context: CommandContext): Promise<Opened> {
  const { connect } = await import('../../client/runs/connect.ts');
  const own = options.serve ? await planOwnWorker(options, context) : undefined;
  const client = await connect(clusterOf(options));
  if (own === undefined) return { ...unserved(client), embedded: false };
  const { startFleetWorker } = await import('../../workers/fleet.ts');
  const worker = await startFleetWorker(own);
  const running = worker.run();
  return {
    client,
    embedded: false,
    broken: breaking(running),
    async close() {
      worker.shutdown();
      await running.catch(() => undefined);
      await client.close();
    },
  };
}

/**
 * Everything that this process can serve of a fleet: the providers are those that have their key.
 *
 * @throws `Input.Invalid` for a bad configuration, or a module that cannot be loaded
 */
async function planOwnWorker(options: RunningOptions, { output }: CommandContext) {
  const [{ planFleet }, { readConfig }, { endpointsOf, isReady }] = await Promise.all([
    import('../../workers/fleet.ts'),
    import('../../workers/config-file.ts'),
    import('../../workers/endpoints.ts'),
  ]);
  await askTrust(options);
  const endpoints = endpointsOf(readConfig(options.config, options.trust)).filter(isReady);
  const serve = ['workflows', 'tools', ...endpoints.map(({ name }) => name)];
  const { address, namespace } = options;
  const log = (line: string) => output.logged(line);
  const own = { serve, ...filesOf(options), address, namespace, log };
  await planFleet(own);
  return own;
}

function clusterOf({ address, namespace }: ClusterOptions): ClusterOptions {
  return { address, namespace };
}

function filesOf({ config, trust, register }: ServingOptions) {
  return { configFile: config, registryFile: register, ...(trust ? { trust } : {}) };
}

/** A client beside which nothing runs. */
export function unserved(client: AgentsClient): Omit<Opened, 'embedded'> {
  return { client, broken: new Promise(() => {}), close: () => client.close() };
}

function breaking(worker: Promise<unknown>): Promise<never> {
  const broken = worker.then(() => new Promise<never>(() => {}));
  broken.catch(() => undefined); // whoever waits for it hears of it
  return broken;
}
