import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { memoryWorld } from '../../test/support/memory-host.ts';
import { createModelActivities, type ModelActivities } from '../../src/activities/call-model.ts';
import type { Endpoint } from '../../src/activities/providers/endpoint.ts';
import { readStoredTexts } from '../../src/activities/stored-texts.ts';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import { fillAll, messagesIn } from '../../src/core/content.ts';
import type { StepResult } from '../../src/core/kinds/step.ts';
import type { ModelCall, ModelReply } from '../../src/core/model-call.ts';
import { modelSeconds } from './population/latency.ts';
import { providerName, type Ran, type Runner } from './runner.ts';
import { VirtualClock } from './virtual-clock.ts';

/**
 * Runs steps in this process, without a server: the code of the patterns, the model activity, a store
 * and the provider's SDK are those of a worker; Temporal is not there. Time is that of the models.
 */
export async function openMemoryRunner(baseURL: string): Promise<Runner> {
  const store = await openStore(':memory:');
  const activities = createModelActivities({ store, endpoint: endpointAt(baseURL) });
  return {
    atOnce: 8,
    async run(step, input, id): Promise<Ran> {
      const clock = new VirtualClock();
      const world = worldOf(store, activities, { clock, id });
      const result = await world.run(step, input);
      return { result: await readResult(store, result), seconds: clock.now };
    },
    close: () => store.close(),
  };
}

/** Model calls take the model's time; what is stored takes none. */
function worldOf(
  store: Store,
  activities: ModelActivities,
  { clock, id }: { clock: VirtualClock; id: string },
) {
  const world = memoryWorld(() => ({}), { run: id });
  const ask = (input: ModelCall): Promise<ModelReply> => activities.callModel(input);
  world.host.callModel = (input) => clock.take(() => environment().run(ask, input), secondsOf);
  world.host.storeTexts = (texts) =>
    clock.hold(async () => {
      for (const { id: message, text: content } of texts)
        await store.messages.put({ id: message, author: 'run', role: 'user', content, run: id });
    });
  world.host.read = (text) =>
    clock.hold(async () => (await readStoredTexts(store.messages, text))(text));
  return world;
}

const secondsOf = ({ usage }: ModelReply): number => modelSeconds(usage);

/** As a client gives it: with the texts that its references stand for. */
async function readResult(store: Store, result: StepResult): Promise<StepResult<string>> {
  const stored = await store.messages.read([...messagesIn(result).keys()]);
  const texts = new Map(stored.map(({ id, text }) => [id, text]));
  return fillAll(result, (id) => texts.get(id) ?? '') as StepResult<string>;
}

function endpointAt(baseURL: string): Endpoint {
  return {
    name: providerName,
    api: 'chat',
    baseURL,
    apiKey: null,
    keyEnv: null,
    model: providerName,
    prices: { [providerName]: { input: 0, output: 0 } }, // no list of prices is searched
    capabilities: {},
    simulated: false,
  };
}

/** Milliseconds that a call may really take. */
const limitMs = 120_000;

function environment(): MockActivityEnvironment {
  const now = Date.now();
  return new MockActivityEnvironment(
    {
      scheduledTimestampMs: now,
      currentAttemptScheduledTimestampMs: now,
      startToCloseTimeoutMs: limitMs,
      scheduleToCloseTimeoutMs: limitMs,
    },
    { logger: new DefaultLogger('ERROR') },
  );
}
