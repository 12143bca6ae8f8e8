import { describe, expect, it } from 'vitest';
import { createModelActivities } from '../../../src/activities/call-model.ts';
import { capabilitiesOf } from '../../../src/activities/providers/abilities/defaults.ts';
import { toMessages } from '../../../src/activities/providers/messages/conversation.ts';
import {
  replayFields,
  toChatMessages,
} from '../../../src/activities/providers/chat/conversation.ts';
import { replayItems } from '../../../src/activities/providers/responses/conversation.ts';
import type { ModelCall, ModelReply } from '../../../src/core/model-call.ts';
import type { Api } from '../../../src/core/provider-apis.ts';
import {
  activityEnvironment,
  answeringJson,
  endpointAt,
  kitchen,
  memoryStore,
  modelCall,
} from './fixtures.ts';
import { apis, following, result, twoSearches, withSearch } from './tool-calls.ts';

const thoughtful = { reasoning: 'Hm.', text: 'I will look.', toolCalls: twoSearches };
const results = [result('c1', 'x'), result('c2', 'y')];

/** The bodies of a call after a turn with reasoning, to the same API and to another one. */
async function bodiesAfter(api: Api, other: Api) {
  const { call, server, store } = await kitchen([thoughtful, 'Yes.', 'Yes.'], {
    endpoint: { api },
  });
  const elsewhere = createModelActivities({
    store,
    endpoint: endpointAt(server.url, { api: other }),
  });
  const turn = await call(modelCall(withSearch));
  await call(following(turn, 2, results));
  const moved = following(turn, 3, results);
  await activityEnvironment().run((): Promise<ModelReply> => elsewhere.callModel(moved));
  return server.requests.slice(1).map(({ body }) => JSON.stringify(body));
}

const asReceived: Record<Api, string> = {
  responses: '"summary":[],"encrypted_content":"SG0u"}',
  chat: '"reasoning_content":"Hm."',
  messages: '{"type":"thinking","thinking":"Hm.","signature":"signature_',
};

describe.each(apis)('what the %s API wants back with a turn', (api) => {
  it.each(apis.filter((other) => other !== api))(
    'goes back to it, and not to %s',
    async (other) => {
      const [same, moved] = await bodiesAfter(api, other);

      expect(same).toContain(asReceived[api]);
      expect(moved).not.toMatch(/"SG0u"|"Hm\."/);
      for (const body of [same, moved]) expect(body).toContain('I will look.');
    },
  );
});

/** The body of a call to another model of the same provider, or of another one, after a turn. */
async function bodyOfNextModel(api: Api, provider: string) {
  const { call, server, store } = await kitchen([thoughtful, 'Yes.'], { endpoint: { api } });
  const turn = await call(modelCall(withSearch));
  const next = { ...following(turn, 2, results), foreign: turn.message };
  const settings = { ...next.settings, provider, model: 'smaller' };
  const endpoint = endpointAt(server.url, { api, name: provider });
  const other = createModelActivities({ store, endpoint });
  await activityEnvironment().run(() => other.callModel({ ...next, settings }));
  return JSON.stringify(server.requests[1]?.body);
}

describe('what a model wants back with its turn', () => {
  it.each(apis)('goes to no other provider (%s)', async (api) => {
    const body = await bodyOfNextModel(api, 'other');
    expect(body).not.toContain(asReceived[api]);
    expect(body).toContain('I will look.');
  });

  it.each(['chat', 'messages'] as const)(
    'goes to another model of its provider as well (%s)',
    async (api) => {
      expect(await bodyOfNextModel(api, 'house')).toContain(asReceived[api]);
    },
  );

  it('goes to no other model on the Responses API, where not all do reasoning', async () => {
    expect(await bodyOfNextModel('responses', 'house')).not.toContain(asReceived.responses);
  });
});

describe('a turn with reasoning on the Responses API', () => {
  it('goes back item by item, as it came', async () => {
    const { call, server } = await kitchen([thoughtful, 'Yes.']);

    const turn = await call(modelCall(withSearch));
    await call(following(turn, 2, results));

    const body = server.requests[1]?.body as { input: { type: string; id?: string }[] } | undefined;
    const input = body?.input ?? [];
    expect(input.map(({ type }) => type)).toEqual([
      undefined,
      'reasoning',
      'message',
      'function_call',
      'function_call',
      'function_call_output',
      'function_call_output',
    ]);
    expect(input[3]?.id).toMatch(/^fc_/);
  });

  it('goes back without reasoning that the provider keeps to itself', () => {
    const call = { type: 'function_call', call_id: 'c1', name: 'search', arguments: '{}' };
    const kept = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: null };

    expect(replayItems([kept, call])).toBeNull();
    expect(replayItems([{ ...kept, encrypted_content: 'x' }, call])?.items).toHaveLength(2);
  });
});

describe('a turn on the Messages API', () => {
  it('has all its results in one message of the user', async () => {
    const { call, server } = await kitchen([{ toolCalls: twoSearches }, 'Yes.'], {
      endpoint: { api: 'messages' },
    });

    const turn = await call(modelCall(withSearch));
    await call(following(turn, 2, [...results, { role: 'user', text: 'Be quick.' }]));

    expect(server.requests[1]?.body).toMatchObject({
      messages: [
        { role: 'user' },
        { role: 'assistant', content: [{ type: 'tool_use' }, { type: 'tool_use' }] },
        { role: 'user', content: [{ tool_use_id: 'c1' }, { tool_use_id: 'c2' }] },
        { role: 'assistant', content: '(no answer)' },
        { role: 'user', content: 'Be quick.' },
      ],
    });
  });

  it('keeps the results of two turns apart', () => {
    const turn = (id: string) => ({
      role: 'assistant' as const,
      content: '',
      turn: { toolCalls: [{ id, name: 'search', arguments: '' }], replay: null },
    });
    const answer = (callId: string) => ({
      role: 'tool' as const,
      callId,
      content: 'x',
      failed: false,
    });

    const sent = toMessages([turn('c1'), answer('c1'), turn('c2'), answer('c2')]);

    expect(sent.map(({ role, content }) => [role, content.length])).toEqual([
      ['assistant', 1],
      ['user', 1],
      ['assistant', 1],
      ['user', 1],
    ]);
  });
});

describe('a chat server beyond OpenAI', () => {
  it('gets the signature of each call back with it', () => {
    const google = { google: { thought_signature: 'S' } };
    const replay = replayFields({ content: '' }, [{ id: 'c1' }, { extra_content: google }]);
    const toolCalls = ['c1', 'c2'].map((id) => ({ id, name: 'search', arguments: '{}' }));

    const can = { ...capabilitiesOf(endpointAt(null, { api: 'chat' })), alternatingTurns: false };
    const sent = toChatMessages({
      system: '',
      messages: [{ role: 'assistant', content: '', turn: { toolCalls, replay } }],
      can,
    });

    const asked = { type: 'function', function: { name: 'search', arguments: '{}' } };
    expect(sent).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'c1', ...asked },
          { id: 'c2', ...asked, extra_content: google },
        ],
      },
    ]);
  });

  it('may leave ids out, or give one twice: each call has its own', async () => {
    const made = { type: 'function', function: { name: 'search', arguments: { query: 'a' } } };
    const message = {
      content: null,
      tool_calls: [made, { ...made, id: 'c1' }, { ...made, id: 'c1' }],
    };
    const url = await answeringJson({ choices: [{ message, finish_reason: 'tool_calls' }] });
    const store = await memoryStore();
    const activities = createModelActivities({ store, endpoint: endpointAt(url, { api: 'chat' }) });

    const call = (input: ModelCall): Promise<ModelReply> =>
      activityEnvironment().run(() => activities.callModel(input));
    const { toolCalls } = await call(modelCall(withSearch));

    expect(toolCalls.map((each) => each.arguments)).toEqual(Array(3).fill('{"query":"a"}'));
    expect(toolCalls[1]?.id).toBe('c1');
    expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(3);
  });
});
