import type { FleetOptions } from '../../workers/fleet.ts';
import {
  clusterFlags,
  type ClusterOptions,
  type Command,
  ExitStatus,
  jsonFlag,
  servingFlags,
  type ServingOptions,
} from '../command.ts';
import { aborted } from '../interrupt.ts';
import { askTrust } from '../trust.ts';

interface WorkerOptions extends ClusterOptions, ServingOptions {
  serve: string[];
}

/** `worker --serve …`: serves some of a fleet's queues until interrupted. */
export const worker: Command<WorkerOptions> = {
  name: 'worker',
  does: 'run a worker of a fleet on a Temporal cluster, until interrupted',
  alsoTried: ['work', 'fleet'],
  flags: [
    {
      name: 'serve',
      value: 'names',
      does: "'workflows', 'tools' and names of providers, with commas between",
      needed: true,
      list: true,
    },
    ...servingFlags,
    ...clusterFlags.map((flag) =>
      flag.name === 'address'
        ? { ...flag, does: 'the Temporal server it works for; default TEMPORAL_ADDRESS' }
        : flag,
    ),
    jsonFlag,
  ],
  examples: [
    'worker --serve workflows,tools --address temporal:7233',
    'worker --serve anthropic --config providers.yaml',
  ],
  async run(given, context) {
    const { serve, config, trust = false, register, address, namespace } = given;
    const [{ onCluster }, { startFleetWorker }] = await Promise.all([
      import('../place/open-reader.ts'),
      import('../../workers/fleet.ts'),
    ]);
    const log = (line: string) => context.output.logged(line);
    const files = { configFile: config, trust, registryFile: register };
    await askTrust(given);
    const options = { serve, ...files, address, namespace, log };
    if (!onCluster(options)) throw await withoutCluster(options);
    const started = await startFleetWorker(options);
    const { queues } = started;
    await context.output.answer({
      document: { success: true, queues, pid: process.pid },
      text: `serving ${queues.join(', ')}; Ctrl-C stops it after the calls in flight`,
    });
    void aborted(context.interrupted).then(() => started.shutdown());
    await started.run();
    return ExitStatus.success;
  },
};

/** The refusal where there is no cluster, with whatever else is wrong. */
async function withoutCluster(options: FleetOptions): Promise<Error> {
  const [{ orRefusal, refuseAll }, { refuse }, { planFleet }] = await Promise.all([
    import('../../core/refusals.ts'),
    import('../input/refused-input.ts'),
    import('../../workers/fleet.ts'),
  ]);
  const { refusal } = await orRefusal(planFleet(options));
  const message =
    "a worker of a fleet needs a Temporal cluster: set TEMPORAL_ADDRESS or --address; without one use 'durable-agents dev'";
  return refuseAll([refuse(message), ...(refusal === undefined ? [] : [refusal])]);
}
