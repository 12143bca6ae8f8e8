import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import { openStore } from '../activities/store/open-store.ts';
import type { Tool } from '../activities/tools/define-tool.ts';
import type { Transforms } from '../activities/transforms.ts';
import { AgentsClient } from '../client/runs/agents-client.ts';
import { registerSearchAttributes } from '../client/runs/register-search-attributes.ts';
import { queuesOf, sharedQueueOf } from '../core/queues.ts';
import { type ModelServer, type Script, startModelServer } from '../simulated-model/index.ts';
import { resolveBinary } from '../workers/binaries/index.ts';
import { type Closing, openAll } from '../workers/closing.ts';
import { servingOf } from '../workers/fingerprint.ts';
import { installRuntime } from '../workers/temporal-runtime.ts';
import { startWorkers } from '../workers/worker-group.ts';
import { silentActivities } from './silent-provider.ts';
import { startTestServer } from './test-server.ts';

/** What a test environment is set up with. */
export interface TestEnvironmentOptions {
  /** What the model says. Default: simulated replies. */
  script?: Script;
  /** Functions that pipelines may name. */
  transforms?: Transforms;
  /** Tools that agents may use. */
  tools?: readonly Tool[];
  /** Providers that never answer: a call to one takes all the time it has. Default: none. */
  silent?: readonly string[];
  /** Told a line when the server's binary is fetched, once a machine. Default: stderr. */
  log?: (line: string) => void;
}

/**
 * A Temporal server that skips time, a worker, a scripted model and a store, all for one test. Close
 * it with `await using` or `close`; what it has started ends with this process in any case.
 */
export interface TestEnvironment extends AsyncDisposable {
  client: AgentsClient;
  /** What the agents asked; agents that name no provider ask it, under the name `scripted`. */
  model: ModelServer;
  /** Temporal's own environment, for `sleep` and the current time. */
  temporal: TestWorkflowEnvironment;
  /** Ends everything; also by `await using`. */
  close(): Promise<void>;
}

/**
 * Starts a test environment in which waiting takes no time: a timeout of two hours is over at once.
 * Time is not skipped while an activity runs, so a call that hangs is shown by a `silent` provider.
 *
 * The first start on a machine fetches the test server, which may take a minute: give the hook that
 * it is called in three.
 *
 * @throws `Worker.Unconfigured` when the test server cannot be found or fetched
 */
export async function startTestEnvironment(
  options: TestEnvironmentOptions = {},
): Promise<TestEnvironment> {
  installRuntime(() => undefined);
  return await openAll((closing) => open(options, closing));
}

async function open(options: TestEnvironmentOptions, closing: Closing): Promise<TestEnvironment> {
  const { script, transforms = {}, tools = [], silent = [], log = toStderr } = options;
  const temporal = await openTemporal(log, closing);
  const model = closing.add(
    await startModelServer(script === undefined ? {} : { script }),
    (each) => each.close(),
  );
  const served = endpoint('scripted', `${model.url}/v1`);
  const store = closing.add(await openStore(':memory:'), (each) => each.close());
  const workers = await startWorkers({
    connection: temporal.nativeConnection,
    namespace: 'default',
    suffix: '',
    store,
    endpoints: [served],
    transforms,
    tools,
    workflows: true,
    sharedQueue: sharedQueueOf(),
  });
  closing.add(workers, (each) => each.stop());
  for (const name of silent) await startSilent(temporal, name, closing);
  const known = [served, ...silent.map((name) => endpoint(name, null))];
  const client = new AgentsClient({
    temporal: temporal.client,
    queue: queuesOf().workflows,
    sharedQueue: sharedQueueOf(),
    webUrl: null,
    defaults: { provider: 'scripted', model: null },
    serving: servingOf(known, transforms, tools),
    close: () => closing.close(),
  });
  const close = () => closing.close();
  return { client, model, temporal, close, [Symbol.asyncDispose]: close };
}

function toStderr(line: string): void {
  process.stderr.write(`durable-agents: ${line}\n`);
}

/**
 * The way in which the SDK makes all its environments. Of the public ones the first starts a server
 * that nobody ends when this process is killed, and the other never skips time.
 */
interface Attachable {
  create(options: {
    server: { type: 'existing' };
    address: string;
    supportsTimeSkipping: true;
  }): Promise<TestWorkflowEnvironment>;
}

async function openTemporal(
  log: (line: string) => void,
  closing: Closing,
): Promise<TestWorkflowEnvironment> {
  const { path } = await resolveBinary('temporal-test-server', { log });
  const { address } = closing.add(await startTestServer(path), (each) => each.stop());
  const temporal = await (TestWorkflowEnvironment as unknown as Attachable).create({
    server: { type: 'existing' },
    address,
    supportsTimeSkipping: true,
  });
  closing.add(temporal, (each) => each.teardown());
  await registerSearchAttributes(temporal.client);
  return temporal;
}

async function startSilent(
  { nativeConnection }: TestWorkflowEnvironment,
  provider: string,
  closing: Closing,
): Promise<void> {
  const worker = await Worker.create({
    connection: nativeConnection,
    taskQueue: queuesOf().model(provider),
    activities: silentActivities,
  });
  const running = worker.run();
  running.catch(() => undefined); // whoever closes it hears of it
  closing.add(worker, async (each) => {
    each.shutdown();
    await running;
  });
}

function endpoint(name: string, baseURL: string | null): Endpoint {
  const none = { keyEnv: null, apiKey: null, model: 'simulated-1', prices: {}, capabilities: {} };
  return { name, api: 'responses', baseURL, simulated: true, ...none };
}
