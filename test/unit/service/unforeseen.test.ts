import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { serviceAlone, type ServiceAlone } from '../../support/service-alone.ts';

/** Where runs can be started, and every attempt to read one fails as nobody has foreseen. */
const temporal = {
  workflow: {
    start: () => Promise.resolve({}),
    getHandle: (workflowId: string) => ({
      describe: () =>
        Promise.resolve({
          workflowId,
          type: 'agent',
          status: { name: 'RUNNING' },
          typedSearchAttributes: { get: () => 'phil' },
        }),
    }),
  },
};

const openEvents = () => ({
  next: () => Promise.reject(new TypeError('the secret of the inside')),
  end: () => Promise.resolve([]),
});

let alone: ServiceAlone;
beforeAll(async () => {
  const simulated = { api: 'chat', baseURL: null, keyEnv: null, model: 'simulated', ready: true };
  const serving = { providers: { simulated }, tools: {}, transforms: {} };
  alone = await serviceAlone({}, { temporal, openEvents, serving } as never);
});
afterAll(() => alone[Symbol.asyncDispose]());
beforeEach(() => void alone.logged.splice(0));

const post = async (path: string, body: object, headers: Record<string, string> = {}) =>
  await alone.ask(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(body),
  });

const messages = [{ id: 'm', role: 'user', content: 'Hi' }];
const model = 'pros-cons';
const rpc = (method: string, params: object) => ({ jsonrpc: '2.0', id: 1, method, params });

/** The session of an MCP client. */
async function session(): Promise<string> {
  const clientInfo = { name: 't', version: '1' };
  const begun = await post(
    '/mcp',
    rpc('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }),
  );
  return begun.headers.get('mcp-session-id') ?? '';
}

it.each([
  ['a chat completion', () => post('/v1/chat/completions', { model, messages })],
  ['a streamed one', () => post('/v1/chat/completions', { model, messages, stream: true })],
  ['an AG-UI run', () => post(`/ag-ui/${model}`, { threadId: 't', runId: 'r', messages })],
  [
    'a call of an MCP tool',
    async () =>
      await post('/mcp', rpc('tools/call', { name: model, arguments: { input: 'Hi' } }), {
        'mcp-session-id': await session(),
      }),
  ],
])('tells the log, and not the client, what has broken %s off', async (_, ask) => {
  const text = await (await ask()).text();
  expect(text).toContain('Service.Failed');
  expect(text).toContain('its log says why');
  expect(text).not.toContain('secret');
  const [line, ...others] = alone.logged;
  expect(others).toEqual([]);
  expect(line).toMatch(/^(run \S+|MCP, pros-cons): TypeError: the secret of the inside\n/);
});
