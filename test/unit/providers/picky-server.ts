import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createModelActivities } from '../../../src/activities/call-model.ts';
import type { Store } from '../../../src/activities/store/open-store.ts';
import type { Api } from '../../../src/core/provider-apis.ts';
import type { Endpoint } from '../../../src/activities/providers/endpoint.ts';
import type { ModelCall, ModelReply } from '../../../src/core/model-call.ts';
import { activityEnvironment, endpointAt, modelCall } from '../activities/fixtures.ts';

/** A request, as far as tests look into it. */
export type Body = Record<string, unknown> & { messages?: { role: string; content: unknown }[] };
/** A text is sent as it stands. */
export type Answer = [status: number, body: unknown];

const words: Record<Api, (text: string) => object> = {
  chat: (content) => ({
    choices: [{ message: { content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1 },
  }),
  responses: (text) => ({
    output: [{ type: 'message', content: [{ type: 'output_text', text }] }],
    usage: { input_tokens: 1, output_tokens: 1 },
  }),
  messages: (text) => ({
    content: [{ type: 'text', text }],
    usage: { input_tokens: 1, output_tokens: 1 },
  }),
};

export const refuse = (message: string, more: object = {}): Answer => [
  400,
  { error: { message, ...more } },
];

/** A server that refuses some requests, and answers the rest. */
export async function picky(
  api: Api,
  judge: (body: Body) => Answer | undefined,
  text = '{"n": 1}',
) {
  const asked: Body[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Body;
      asked.push(body);
      const [status, answer] = judge(body) ?? [200, words[api](text)];
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, endpoint: { api, baseURL: api === 'messages' ? url : `${url}/v1` } };
}

/** A worker of its own on a store. */
export function worker(store: Store, fields: Partial<Endpoint>) {
  const activities = createModelActivities({ store, endpoint: endpointAt(null, fields) });
  let number = 0;
  return async (more: Partial<ModelCall> = {}, settings: object = {}): Promise<ModelReply> => {
    const key = { execution: 'exec', step: `step-${Math.random()}`, number: (number += 1) };
    const input = modelCall({ key, ...more }, settings);
    return await activityEnvironment().run(
      (given: ModelCall) => activities.callModel(given),
      input,
    );
  };
}

/** A schema that an agent wants its reply to fit. */
export const output = {
  type: 'object',
  properties: { n: { type: 'integer' } },
  required: ['n'],
  additionalProperties: false,
};

/** Whether a request has it in the API's own field. */
export const schemaIn = (body: Body) => JSON.stringify(body).includes('json_schema');
