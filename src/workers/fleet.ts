import { NativeConnection } from '@temporalio/worker';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import { openStore } from '../activities/store/open-store.ts';
import { serverPlace } from '../client/runs/server-connection.ts';
import { Failure, failure } from '../core/failures.ts';
import { invalidInput } from '../core/parse-input.ts';
import { sharedQueueOf } from '../core/queues.ts';
import type { SimulatedTools } from '../simulated-model/index.ts';
import { Closing } from './closing.ts';
import { readConfig, simulatedToolsOf, type WorkerConfig } from './config-file.ts';
import { endpointsOf, isReady } from './endpoints.ts';
import { databaseUrl } from './env.ts';
import { loadRegistry } from './registry-file.ts';
import { startSimulated } from './simulated-endpoint.ts';
import { installRuntime } from './temporal-runtime.ts';
import { startWorkers } from './worker-group.ts';

export interface FleetOptions {
  /** `workflows`, `tools`, and names of providers. */
  serve: readonly string[];
  configFile?: string;
  registryFile?: string;
  /** `never`: the simulated model calls no tools of yours. Default: as the configuration says, else `auto`. */
  simulatedTools?: SimulatedTools;
  /** Default: TEMPORAL_ADDRESS or Temporal's config file. */
  address?: string;
  namespace?: string;
  log?: (line: string) => void;
}

/** A worker of a fleet. */
export interface FleetWorker {
  readonly queues: string[];
  /** Serves until `shutdown`; rejects when a worker breaks. */
  run(): Promise<void>;
  /** Stops taking tasks; `run` ends when the activities in flight have. */
  shutdown(): void;
}

/**
 * Starts a worker that serves some of a fleet's queues on a Temporal cluster.
 *
 * @throws `Input.Invalid` for something it can not serve
 * @throws `Worker.Unconfigured` when the cluster does not answer
 */
export async function startFleetWorker(options: FleetOptions): Promise<FleetWorker> {
  installRuntime(options.log ?? (() => undefined));
  const { transforms, tools } = await loadRegistry(options.registryFile);
  const config = readConfig(options.configFile);
  const served = endpointsToServe(options, config);
  const simulatedTools = simulatedToolsOf(options.simulatedTools, config);
  const closing = new Closing();
  try {
    const { connection, namespace } = await connectNative(options, closing);
    const store = closing.add(await openStore(databaseUrl()), (each) => each.close());
    const running = closing.add(await startSimulated(served, simulatedTools), (each) =>
      each.close(),
    );
    const workflows = options.serve.includes('workflows');
    const workers = await startWorkers({
      connection,
      namespace,
      suffix: '',
      store,
      endpoints: running.endpoints,
      transforms: options.serve.includes('tools') ? transforms : null,
      tools,
      log: options.log,
      workflows,
      sharedQueue: workflows ? sharedQueueOf() : null,
    });
    closing.add(workers, (each) => each.stop());
    return {
      queues: workers.queues,
      async run() {
        try {
          await workers.ended;
        } finally {
          await closing.close();
        }
      },
      shutdown: () => void workers.stop(),
    };
  } catch (error) {
    await closing.close().catch(() => undefined);
    throw error;
  }
}

function endpointsToServe({ serve }: FleetOptions, config: WorkerConfig): Endpoint[] {
  const endpoints = endpointsOf(config);
  const names = serve.filter((name) => name !== 'workflows' && name !== 'tools');
  if (serve.length === 0)
    throw invalidInput('--serve', [{ path: '', message: 'it names nothing' }]);
  return names.map((name) => {
    const endpoint = endpoints.find((each) => each.name === name);
    const problem = endpoint === undefined ? unknownRole(name, endpoints) : keyProblem(endpoint);
    if (endpoint === undefined || problem !== undefined) {
      throw invalidInput('--serve', [{ path: name, message: problem ?? '' }]);
    }
    return endpoint;
  });
}

function unknownRole(name: string, endpoints: readonly Endpoint[]): string {
  const known = ['workflows', 'tools', ...endpoints.map((each) => each.name)].join(', ');
  return `'${name}' can not be served; there are ${known}`;
}

function keyProblem(endpoint: Endpoint): string | undefined {
  return isReady(endpoint) ? undefined : `it needs its API key in ${endpoint.keyEnv}`;
}

async function connectNative(options: FleetOptions, closing: Closing) {
  const { address, namespace, options: connecting } = serverPlace(options);
  try {
    const connection = await NativeConnection.connect({ ...connecting, address });
    return { connection: closing.add(connection, (each) => each.close()), namespace };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failure(
      Failure.workerUnconfigured,
      `no Temporal server answers at ${address} (${reason})`,
    );
  }
}
