import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { onTestFinished } from 'vitest';
import { type ModelActivities, createModelActivities } from '../../../src/activities/call-model.ts';
import type { Endpoint } from '../../../src/activities/providers/endpoint.ts';
import { openStore, type Store } from '../../../src/activities/store/open-store.ts';
import type { ModelCall, ModelReply, ModelSettings } from '../../../src/core/model-call.ts';
import type { ThreadWindow } from '../../../src/core/thread-window.ts';
import type { Api } from '../../../src/core/provider-apis.ts';
import {
  type ModelServer,
  type Script,
  startModelServer,
} from '../../../src/simulated-model/index.ts';

export const testKey = 'sk-test-0123456789abcdef';

export function endpointAt(url: string | null, fields: Partial<Endpoint> = {}): Endpoint {
  const api: Api = fields.api ?? 'responses';
  return {
    name: 'house',
    api,
    baseURL: url === null || api === 'messages' ? url : `${url}/v1`,
    apiKey: testKey,
    keyEnv: 'HOUSE_KEY',
    model: null,
    prices: {},
    capabilities: {},
    simulated: false,
    ...fields,
  };
}

/** A server that answers everything with this. */
export async function answering(type: string, body: string): Promise<string> {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': type }).end(body),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function answeringJson(body: object): Promise<string> {
  return await answering('application/json', JSON.stringify(body));
}

export async function memoryStore(): Promise<Store> {
  const store = await openStore(':memory:');
  onTestFinished(() => store.close());
  return store;
}

export function modelCall(
  fields: Partial<Omit<ModelCall, 'settings'>> = {},
  settings: Partial<ModelSettings> = {},
): ModelCall {
  return {
    key: { execution: 'exec', step: 'critic', number: 1 },
    owner: { run: 'run-1', workflow: 'run-1', user: null },
    agentName: 'Critic',
    settings: {
      provider: 'house',
      model: 'gpt-5.4-mini',
      maxOutputTokens: 100,
      temperature: null,
      reasoningEffort: null,
      providerOptions: {},
      output: null,
      ...settings,
    },
    system: 'You are a critic.',
    messages: [{ role: 'user', text: 'Is it good?' }],
    after: null,
    tools: { registered: null, memory: false },
    thread: null,
    ...fields,
  };
}

/** A window on a whole thread of so many messages. */
export function windowOf(name: string, upTo = 0): ThreadWindow {
  return { name, from: 1, upTo, omitted: 0, summarised: 0, summary: null };
}

/** The model activity of one endpoint at a scripted server, run as Temporal would run it. */
export interface Kitchen {
  server: ModelServer;
  store: Store;
  activities: ModelActivities;
  environment: MockActivityEnvironment;
  call: (input: ModelCall) => Promise<ModelReply>;
}

export interface KitchenOptions {
  endpoint?: Partial<Endpoint>;
  /** For the activity's attempt and for the activity; default 10 s. */
  limitMs?: number;
}

export async function kitchen(script: Script, options: KitchenOptions = {}): Promise<Kitchen> {
  const server = await startModelServer({ script });
  onTestFinished(() => server.close());
  const store = await memoryStore();
  const endpoint = endpointAt(server.url, options.endpoint);
  const activities = createModelActivities({ store, endpoint });
  const environment = activityEnvironment(options.limitMs);
  const call = (input: ModelCall): Promise<ModelReply> =>
    environment.run((given: ModelCall) => activities.callModel(given), input);
  return { server, store, activities, environment, call };
}

/** The same for a server that is there already. */
export async function kitchenAt(
  fields: Partial<Endpoint>,
  limitMs?: number,
): Promise<Omit<Kitchen, 'server'>> {
  const store = await memoryStore();
  const activities = createModelActivities({ store, endpoint: endpointAt(null, fields) });
  const environment = activityEnvironment(limitMs);
  const call = (input: ModelCall): Promise<ModelReply> =>
    environment.run((given: ModelCall) => activities.callModel(given), input);
  return { store, activities, environment, call };
}

export function activityEnvironment(limitMs = 10_000): MockActivityEnvironment {
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

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const [settled] = await Promise.allSettled([promise]);
  if (settled.status === 'fulfilled') throw new Error('expected a rejection');
  return settled.reason;
}
