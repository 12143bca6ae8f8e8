import { z } from 'zod';
import { NativeConnection } from '@temporalio/worker';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import { McpPool } from '../activities/mcp/pool.ts';
import { openStore } from '../activities/store/open-store.ts';
import { serverPlace } from '../client/runs/open-cluster.ts';
import { Failure, failure, messageOf } from '../core/failures.ts';
import { didYouMean } from '../core/nearest.ts';
import { type InputProblem, invalidInput, parseInput } from '../core/parse-input.ts';
import { sharedQueueOf } from '../core/queues.ts';
import {
  type Abilities,
  abilityFields,
  type AbilityOptions,
  logSchema,
  readAbilities,
} from './abilities.ts';
import { type Closing, openAll } from './closing.ts';
import { isReady } from './endpoints.ts';
import { databaseUrl } from './env.ts';
import { safeLog } from './safe-log.ts';
import { startSimulated } from './simulated-endpoint.ts';
import { installRuntime } from './temporal-runtime.ts';
import { startWorkers, type WorkerGroup } from './worker-group.ts';
import { bundleOf, refuseMissingWorkflows } from './workflow-bundle.ts';

/** What a worker of a fleet serves, and where. */
export interface FleetOptions extends AbilityOptions {
  /** `workflows`, `tools`, and names of providers. */
  serve: readonly string[];
  /**
   * Module, or folder, of your own workflows, to be run besides ours on the queue `agents`. Bundling
   * takes a second or two. Default: none.
   */
  workflowsPath?: string;
  /** As DATABASE_URL. Default: DATABASE_URL, else the database in the state folder. */
  databaseUrl?: string;
  /** `host:port` of the Temporal server. Default: TEMPORAL_ADDRESS or Temporal's config file. */
  address?: string;
  /** Default: TEMPORAL_NAMESPACE or Temporal's config file, else `default`. */
  namespace?: string;
  /** Told one line at a time what goes on. Default: nobody. */
  log?: (line: string) => void;
}

const text = z.string().min(1, 'it is empty').optional();

const optionsSchema = z.strictObject({
  ...abilityFields,
  serve: z.array(z.string()),
  workflowsPath: text,
  databaseUrl: text,
  address: text,
  namespace: text,
  log: logSchema,
} satisfies Record<keyof FleetOptions, z.ZodType>);

/** A worker of a fleet. */
export interface FleetWorker {
  /** Names of the task queues that it serves. */
  readonly queues: string[];
  /** Serves until `shutdown`; rejects when a worker breaks. */
  run(): Promise<void>;
  /** Stops taking tasks; `run` ends when the activities in flight have. */
  shutdown(): void;
}

/**
 * Starts a worker that serves some of a fleet's queues on a Temporal cluster.
 *
 * @throws `Input.Invalid` for something it cannot serve
 * @throws `Worker.Unconfigured` when the cluster does not answer
 */
export async function startFleetWorker(given: FleetOptions): Promise<FleetWorker> {
  const abilities = await planFleet(given);
  const log = safeLog(given.log);
  const options = given.log === undefined ? given : { ...given, log };
  installRuntime(log);
  return await openAll(async (closing) => {
    const workers = await startServing(abilities, options, closing);
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
  });
}

/**
 * What a worker of a fleet will serve, found out without starting anything.
 *
 * @throws `Input.Invalid` for something it cannot serve
 */
export async function planFleet(options: FleetOptions): Promise<Abilities> {
  parseInput(optionsSchema, options, 'startFleetWorker()');
  refuseMissingWorkflows(options.workflowsPath);
  const abilities = await readAbilities(options);
  return { ...abilities, endpoints: endpointsToServe(options.serve, abilities) };
}

async function startServing(
  { endpoints, transforms, tools, mcp, onQuestion, maxConcurrentCalls, simulatedTools }: Abilities,
  options: FleetOptions,
  closing: Closing,
): Promise<WorkerGroup> {
  const { serve, workflowsPath } = options;
  const { connection, namespace } = await connectNative(options, closing);
  const url = options.databaseUrl ?? databaseUrl();
  const store = closing.add(await openStore(url), (each) => each.close());
  const running = closing.add(await startSimulated(endpoints, simulatedTools), (each) =>
    each.close(),
  );
  const pool = closing.add(new McpPool(mcp, { log: safeLog(options.log) }), (each) => each.close());
  const workflows = serve.includes('workflows');
  const isOwn = workflows && workflowsPath !== undefined;
  const workers = await startWorkers({
    connection,
    namespace,
    suffix: '',
    store,
    endpoints: running.endpoints,
    transforms: serve.includes('tools') ? transforms : null,
    tools,
    mcp: pool,
    onQuestion,
    log: options.log,
    workflows,
    sharedQueue: workflows ? sharedQueueOf() : null,
    maxConcurrentCalls,
    ...(isOwn ? { bundle: await bundleOf(workflowsPath) } : {}),
  });
  return closing.add(workers, (each) => each.stop());
}

/** @throws `Input.Invalid` with all that is wrong */
function endpointsToServe(serve: readonly string[], { endpoints }: Abilities): Endpoint[] {
  if (serve.length === 0)
    throw invalidInput('--serve', [{ path: '', message: 'it names nothing to serve' }]);
  const names = new Set(serve.filter((name) => name !== 'workflows' && name !== 'tools'));
  const problems = [...names].flatMap((name) => serveProblem(name, endpoints));
  if (problems.length > 0) throw invalidInput('--serve', problems);
  return [...names].flatMap((name) => endpoints.filter((each) => each.name === name));
}

function serveProblem(name: string, endpoints: readonly Endpoint[]): InputProblem[] {
  const endpoint = endpoints.find((each) => each.name === name);
  if (endpoint === undefined) {
    const known = ['workflows', 'tools', ...endpoints.map((each) => each.name)];
    const near = didYouMean(name, known);
    const message = `'${name}' cannot be served${near}; there are ${known.join(', ')}`;
    return [{ path: name, message }];
  }
  if (isReady(endpoint)) return [];
  return [{ path: name, message: `it needs its API key in ${endpoint.keyEnv}` }];
}

async function connectNative(options: FleetOptions, closing: Closing) {
  const { address, namespace, options: connecting } = serverPlace(options);
  try {
    const connection = await NativeConnection.connect({ ...connecting, address });
    return { connection: closing.add(connection, (each) => each.close()), namespace };
  } catch (error) {
    const reason = messageOf(error);
    const message = `no Temporal server answers at ${address} (${reason})`;
    throw failure(Failure.workerUnconfigured, message);
  }
}
