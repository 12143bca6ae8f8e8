import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerClient } from '../../client/runs/server-client.ts';
import { usesCluster } from '../../workers/env.ts';
import type { ServerPlan } from '../../workers/server-plan.ts';
import type { ClusterOptions, CommandContext, ReadingOptions } from '../command.ts';
import { orInterrupted } from '../interrupt.ts';

/** Where a command reads, or sends something. It serves no run there, so it needs to know less. */
export type ReadingPlace = { is: 'cluster' } | { is: 'embedded'; plan: ServerPlan };

/** Whether a command uses a cluster, by its options or the environment. */
export function onCluster({ address, namespace }: ClusterOptions): boolean {
  return address !== undefined || namespace !== undefined || usesCluster(process.env);
}

/** The cluster that the options or the environment name, else the embedded server. */
export async function findReadingPlace(options: ReadingOptions): Promise<ReadingPlace> {
  if (onCluster(options)) return { is: 'cluster' };
  const { planServer } = await import('../../workers/server-plan.ts');
  return { is: 'embedded', plan: planServer(options.state) };
}

/** Whether anything has ever run there; else no server has to be started to find nothing. */
export async function wasUsed(place: ReadingPlace): Promise<boolean> {
  if (place.is === 'cluster') return true;
  const { hasState } = await import('../../workers/embedded/index.ts');
  return hasState(place.plan.stateDir);
}

/**
 * Opens a place to read there.
 *
 * @throws Interrupted when Ctrl-C comes first
 */
export async function openReader(
  place: ReadingPlace,
  options: ClusterOptions,
  context: CommandContext,
): Promise<ServerClient> {
  const opening = place.is === 'cluster' ? openCluster(options) : openEmbedded(place.plan, context);
  return await orInterrupted(opening, context.interrupted);
}

async function openCluster(options: ClusterOptions): Promise<ServerClient> {
  const cluster = await import('../../client/runs/open-cluster.ts');
  return await cluster.openCluster(options);
}

async function openEmbedded(plan: ServerPlan, context: CommandContext): Promise<ServerClient> {
  const embedded = await import('../../workers/embedded-client.ts');
  return await whileStarting(plan, context, (log) => embedded.openEmbedded(plan, log));
}

/** Says at once what takes a while, where the server does not run yet. */
export async function whileStarting<T>(
  { stateDir }: ServerPlan,
  { output }: CommandContext,
  open: (log: (line: string) => void) => Promise<T>,
): Promise<T> {
  const { isServerUp } = await import('../../workers/embedded/index.ts');
  if (!isServerUp(stateDir)) output.waitingFor('starting Temporal …');
  const opened = await open((line) => {
    // failures that the progress of the run shows anyway
    if (!/^WARN (Activity|Workflow) failed/.test(line)) output.logged(line);
  });
  output.settle();
  return opened;
}

/** How long an interrupted command lets calls in flight finish: what is cut off is paid again. */
const graceMs = 10_000;

/** Closes what was opened; after an interruption it is not waited for longer than 10 s. */
export async function closePlace(
  opened: { close(): Promise<void> },
  { interrupted }: CommandContext,
): Promise<void> {
  const closing = opened.close();
  await (interrupted.aborted ? Promise.race([closing, sleep(graceMs)]) : closing);
}
