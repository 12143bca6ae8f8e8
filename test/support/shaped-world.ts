import { createModelActivities } from '../../src/activities/call-model.ts';
import type { Endpoint } from '../../src/activities/providers/endpoint.ts';
import type { ModelCall, ModelReply } from '../../src/core/model-call.ts';
import { activityEnvironment, endpointAt, memoryStore } from '../unit/activities/fixtures.ts';
import { memoryWorld, type WorldOptions } from './memory-host.ts';

/** Patterns in plain Node, with calls that go through the real SDK to a server. */
export async function providerWorld(endpoint: Partial<Endpoint>, options: WorldOptions = {}) {
  const store = await memoryStore();
  const activities = createModelActivities({ store, endpoint: endpointAt(null, endpoint) });
  const world = memoryWorld(async ({ call, system }): Promise<ModelReply> => {
    for (const { id, text } of world.stored.splice(0)) await putText(id, text);
    const given = { ...call, system, tools: toolsOf(call) };
    const ask = (input: ModelCall) => activities.callModel(input);
    return await activityEnvironment().run(ask, given);
  }, options);

  async function putText(id: string, content: string): Promise<void> {
    const said = { author: 'user', role: 'user', run: 'run', created_at: '' } as const;
    await store.messages.put({ id, content, ...said });
  }
  return world;
}

const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

/** With the parameters that the memory host does not describe. */
function toolsOf({ tools }: ModelCall): ModelCall['tools'] {
  if (tools.registered === null || typeof tools.registered !== 'string') return tools;
  const named = JSON.parse(tools.registered) as { name: string }[];
  const described = named.map((tool) => ({ ...tool, description: 'Looks up.', parameters: city }));
  return { ...tools, registered: JSON.stringify(described) };
}
