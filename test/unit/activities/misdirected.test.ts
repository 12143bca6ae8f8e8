import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createModelActivities } from '../../../src/activities/call-model.ts';
import { openaiChat } from '../../../src/activities/providers/openai-chat.ts';
import { activityEnvironment, endpointAt, memoryStore, modelCall, rejection } from './fixtures.ts';

/** A server that is no provider, but answers everything with this. */
async function answering(type: string, body: string): Promise<string> {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': type }).end(body),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.each(['responses', 'chat', 'messages'] as const)('%s at a wrong address', (api) => {
  it.each([
    ['text/html', '<!doctype html><title>Hello</title>'],
    ['application/json', '{"hello": "world"}'],
    ['application/json', '[]'],
    ['application/json', ''],
  ])('that answers %s %s is Model.Unavailable and names the base URL', async (type, body) => {
    const url = await answering(type, body);
    const store = await memoryStore();
    const activities = createModelActivities({ store, endpoint: endpointAt(url, { api }) });

    const error = await rejection(
      activityEnvironment().run(() => activities.callModel(modelCall())),
    );

    expect(error).toMatchObject({ type: 'Model.Unavailable', nonRetryable: false });
    expect(String(error)).toContain(`check the base URL ${url}`);
  });
});

describe('an endpoint without its key', () => {
  it('is not asked at the own address of its API, and the failure names the variable', async () => {
    const store = await memoryStore();
    const endpoint = endpointAt(null, { apiKey: null, keyEnv: 'OPENAI_API_KEY' });
    const activities = createModelActivities({ store, endpoint });

    const error = await rejection(
      activityEnvironment().run(() => activities.callModel(modelCall())),
    );

    expect(error).toMatchObject({ type: 'Model.Rejected', nonRetryable: true });
    expect(String(error)).toContain("set OPENAI_API_KEY in the worker's environment");
  });
});

describe('Chat Completions at api.openai.com', () => {
  it('gives the output limit as max_completion_tokens, whatever the environment says', async () => {
    const completion = { model: 'm', choices: [{ message: { content: 'Yes.' } }] };
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json(completion));
    vi.stubGlobal('fetch', fetch);
    vi.stubEnv('OPENAI_BASE_URL', 'http://elsewhere.test');
    onTestFinished(() => void vi.unstubAllGlobals());
    onTestFinished(() => void vi.unstubAllEnvs());

    const reply = await openaiChat(endpointAt(null, { api: 'chat' })).complete(
      {
        model: 'gpt-5.4-mini',
        system: '',
        messages: [{ role: 'user', content: 'Is it good?' }],
        maxOutputTokens: 7,
        temperature: null,
        reasoningEffort: null,
        options: {},
        schema: null,
      },
      new AbortController().signal,
      1_000,
    );

    expect(reply).toMatchObject({ text: 'Yes.', usage: null });
    expect(fetch.mock.calls[0]?.[0]).toBe('https://api.openai.com/v1/chat/completions');
    expect(fetch.mock.calls[0]?.[1]?.body).toContain('"max_completion_tokens":7');
  });
});
