import type { Api } from '../../../src/core/provider-apis.ts';
import { answeringJson, kitchenAt, modelCall } from '../activities/fixtures.ts';

/** What becomes of a body that a server gives. */
export async function replyTo(api: Api, body: object, more: object = {}) {
  const url = await answeringJson(body);
  const baseURL = api === 'messages' ? url : `${url}/v1`;
  const { call } = await kitchenAt({ api, baseURL });
  return await call(modelCall(more));
}

/** A chat completion of one choice. */
export const choice = (message: unknown, more: object = {}) => ({
  model: 'm',
  choices: [{ index: 0, message, finish_reason: 'stop', ...more }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});
