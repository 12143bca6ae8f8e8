import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { capabilitiesOf } from '../../../src/activities/providers/abilities/defaults.ts';
import { openaiChat } from '../../../src/activities/providers/chat/chat-completions.ts';
import { providerFetch } from '../../../src/activities/providers/http/provider-fetch.ts';
import { endpointAt } from './fixtures.ts';
import { catchRequests } from './sent-requests.ts';

const sent = catchRequests({ model: 'm', choices: [{ message: { content: 'Yes.' } }] });

describe('a request to a provider', () => {
  it("is sent without Node's limit of 300 s for the headers of a reply", async () => {
    await providerFetch('http://house.test', { method: 'POST' });

    expect(sent.at(-1)?.method).toBe('POST');
    expect(optionsOf(sent.at(-1)?.dispatcher)).toMatchObject({ headersTimeout: 0, bodyTimeout: 0 });
  });
});

/** The options of the agent without a proxy; undici shows them under symbols only. */
function optionsOf(dispatcher: object | undefined): unknown {
  return hidden(hidden(dispatcher, 'no proxy agent'), 'options');
}

function hidden(holder: unknown, name: string): unknown {
  const symbols = Object.getOwnPropertySymbols(holder ?? {});
  const symbol = symbols.find(({ description }) => description === name);
  return symbol === undefined ? undefined : Reflect.get(Object(holder), symbol);
}

describe('Chat Completions at api.openai.com', () => {
  it('gives the output limit as max_completion_tokens, whatever the environment says', async () => {
    vi.stubEnv('OPENAI_BASE_URL', 'http://elsewhere.test');
    onTestFinished(() => void vi.unstubAllEnvs());

    const endpoint = endpointAt(null, { api: 'chat' });
    const reply = await openaiChat(endpoint).complete(
      {
        model: 'gpt-5.4-mini',
        system: '',
        messages: [{ role: 'user', content: 'Is it good?' }],
        maxOutputTokens: 7,
        temperature: null,
        reasoningEffort: null,
        options: {},
        promptCache: 'off',
        tools: [],
        schema: null,
        can: capabilitiesOf(endpoint),
      },
      new AbortController().signal,
      1_000,
    );

    expect(reply).toMatchObject({ text: 'Yes.', usage: null });
    expect(sent.at(-1)?.url).toBe('https://api.openai.com/v1/chat/completions');
    expect(sent.at(-1)?.body).toContain('"max_completion_tokens":7');
  });
});
