import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createExchangeActivities } from '../../src/activities/append-exchange.ts';
import { createModelActivities } from '../../src/activities/call-model.ts';
import { createProvider } from '../../src/activities/providers/create-provider.ts';
import type { Endpoint } from '../../src/activities/providers/endpoint.ts';
import type { Provider, ProviderRequest } from '../../src/activities/providers/provider.ts';
import { openStore } from '../../src/activities/store/open-store.ts';
import { createThreadActivities } from '../../src/activities/thread-window.ts';
import { agentIn } from '../../src/core/kinds/agent/prompts.ts';
import type { Step, StepResult } from '../../src/core/kinds/step.ts';
import type { ModelCall, ToolDefinition } from '../../src/core/model-call.ts';
import { noUsage, type Usage } from '../../src/core/usage.ts';
import { type Script, startModelServer } from '../../src/simulated-model/index.ts';
import { memoryWorld } from './memory-host.ts';

/** A request that was answered. */
export interface AnsweredRequest {
  agentName: string;
  request: ProviderRequest;
  usage: Usage;
}

export interface ProviderWorldOptions {
  endpoint?: Partial<Endpoint>;
  tools?: (ToolDefinition & { run: () => string })[];
}

/**
 * Patterns in plain Node, as in the memory world, whose model calls go through the real activity, store
 * and SDK to a scripted server.
 */
export async function providerWorld(script: Script, options: ProviderWorldOptions = {}) {
  const server = await startModelServer({ script });
  const store = await openStore(':memory:');
  const tools = options.tools ?? [];
  const endpoint: Endpoint = {
    ...{ name: 'house', api: 'messages', baseURL: server.url, apiKey: 'key', keyEnv: 'HOUSE_KEY' },
    ...{ model: 'claude-sonnet-5-5', prices: {}, capabilities: {}, simulated: false },
    ...options.endpoint,
  };
  const answered: AnsweredRequest[] = [];
  const provider = noting(createProvider(endpoint), answered);
  const activities = createModelActivities({ store, endpoint, provider });
  const threads = createThreadActivities({ store });
  const exchanges = createExchangeActivities({ store });
  const environment = () =>
    new MockActivityEnvironment(within(60_000), { logger: new DefaultLogger('ERROR') });
  const world = memoryWorld(() => ({}));
  const keep = (id: string, content: string) =>
    store.messages.put({ id, author: 'run', role: 'user', content, run: 'run' });

  world.host.callModel = (call) =>
    environment().run((given: ModelCall) => activities.callModel(given), call);
  world.host.storeTexts = async (texts) => {
    for (const { id, text } of texts) await keep(id, text);
  };
  world.host.describeTools = (names) =>
    Promise.resolve({
      definitions: JSON.stringify(tools.filter(({ name }) => names.includes(name))),
      tools: names.map((name) => ({ name, timeoutMs: 1_000, maxAttempts: 1 })),
    });
  world.host.runTool = async ({ call, key, index }) => {
    const content = tools.find(({ name }) => name === call.name)?.run() ?? '';
    const message = `${key.execution}/${key.step}#${key.number}.${index}`;
    await keep(message, content);
    return { message, content, bytes: Buffer.byteLength(content), failed: false };
  };
  world.host.openThread = (request) => threads.openThread(request);
  world.host.appendExchange = (exchange) => exchanges.appendExchange(exchange);

  return {
    server,
    answered,
    /** Runs a step; each under another path, as runs have ids of their own. */
    async run(step: Step, input: string, path: string): Promise<StepResult> {
      const identity = { name: step.name, id: path, startedAt: Date.now() };
      const result = await world.context({ identity, path }).step(step, input);
      if (result.error !== null) throw new Error(result.error.message);
      return result;
    },
    async close() {
      await server.close();
      await store.close();
    },
  };
}

function noting(provider: Provider, answered: AnsweredRequest[]): Provider {
  return {
    async complete(request, ...more) {
      const reply = await provider.complete(request, ...more);
      const agentName = agentIn(request.system)?.name ?? '';
      answered.push({ agentName, request, usage: reply.usage ?? noUsage });
      return reply;
    },
  };
}

function within(limitMs: number) {
  const now = Date.now();
  return {
    scheduledTimestampMs: now,
    currentAttemptScheduledTimestampMs: now,
    startToCloseTimeoutMs: limitMs,
    scheduleToCloseTimeoutMs: limitMs,
  };
}
