import type { ClusterOptions, CommandContext, ServingOptions } from '../command-context.ts';
import { ExitStatus } from '../exit-status.ts';
import { aborted } from '../interrupt.ts';
import { onCluster } from '../open-client.ts';
import { refuse } from '../refused-input.ts';

export interface WorkerOptions extends ClusterOptions, ServingOptions {
  serve: string[];
}

/** `worker --serve …`: serves some of a fleet's queues until interrupted. */
export async function worker(options: WorkerOptions, context: CommandContext): Promise<ExitStatus> {
  if (!onCluster(options)) {
    throw refuse(
      "a worker of a fleet needs a Temporal cluster: set TEMPORAL_ADDRESS or --address; without one use 'durable-agents dev'",
    );
  }
  const { startFleetWorker } = await import('../../workers/fleet.ts');
  const { serve, config, register, address, namespace } = options;
  const started = await startFleetWorker({
    serve,
    ...(config === undefined ? {} : { configFile: config }),
    ...(register === undefined ? {} : { registryFile: register }),
    ...(address === undefined ? {} : { address }),
    ...(namespace === undefined ? {} : { namespace }),
    log: (line) => context.output.note(line),
  });
  const { queues } = started;
  await context.output.answer({
    document: { success: true, queues, pid: process.pid },
    text: `serving ${queues.join(', ')}; Ctrl-C stops it after the calls in flight`,
  });
  void aborted(context.interrupted).then(() => started.shutdown());
  await started.run();
  return ExitStatus.success;
}
