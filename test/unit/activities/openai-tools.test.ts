import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../../src/activities/providers/abilities/defaults.ts';
import { createProvider } from '../../../src/activities/providers/create-provider.ts';
import type { ProviderRequest } from '../../../src/activities/providers/provider.ts';
import { memoryTools } from '../../../src/core/memory-tools.ts';
import { endpointAt } from './fixtures.ts';
import { catchRequests } from './sent-requests.ts';

const sent = catchRequests({ model: 'm', output: [], choices: [{ message: {} }] });

const [remember] = memoryTools;
const open = { name: 'open', description: 'Opens.', parameters: { type: 'object' } };

async function bodySent(api: 'responses' | 'chat', fields: Partial<ProviderRequest>) {
  const endpoint = endpointAt(null, { api });
  const request: ProviderRequest = {
    model: 'gpt-6.1-terra',
    system: '',
    messages: [{ role: 'user', content: 'Is it good?' }],
    maxOutputTokens: 7,
    temperature: null,
    reasoningEffort: null,
    options: {},
    promptCache: 'off',
    tools: remember === undefined ? [] : [remember, open],
    schema: null,
    can: capabilitiesOf(endpoint),
    ...fields,
  };
  const provider = createProvider(endpoint);
  await provider.complete(request, new AbortController().signal, 1_000);
  return JSON.parse(sent.at(-1)?.body ?? '{}') as Record<string, unknown>;
}

describe('tools at api.openai.com', () => {
  it('are held to a closed schema, and to no other', async () => {
    expect(await bodySent('responses', {})).toMatchObject({
      tools: [
        { type: 'function', ...remember, strict: true },
        { type: 'function', ...open, strict: false },
      ],
    });
    expect(await bodySent('chat', {})).toMatchObject({
      tools: [
        { type: 'function', function: { ...remember, strict: true } },
        { type: 'function', function: open },
      ],
    });
  });
});

const reasoning = 'reasoning.encrypted_content';

describe('reasoning at api.openai.com', () => {
  it.each(['gpt-6.1-terra', 'gpt-5', 'o4-mini'])(
    'is asked for with tools, so that it can be given back: %s',
    async (model) => {
      expect(await bodySent('responses', { model })).toMatchObject({ include: [reasoning] });
      expect(await bodySent('responses', { model, tools: [] })).not.toHaveProperty('include');
    },
  );

  it.each(['gpt-4.1-mini', 'gpt-5-chat-latest'])(
    'is not asked of a model that has none: %s',
    async (model) => {
      expect(await bodySent('responses', { model })).not.toHaveProperty('include');
    },
  );

  it('is asked for beside what providerOptions include', async () => {
    const include = ['message.output_text.logprobs'];
    expect(await bodySent('responses', { options: { include } })).toMatchObject({
      include: [...include, reasoning],
    });
  });
});
