import type { Endpoint } from '../endpoint.ts';
import { heardReply, type Send } from '../http/heard-reply.ts';
import { openaiClient } from '../openai-client.ts';
import type { Provider } from '../provider.ts';
import { responsesBody } from './body.ts';
import { responseForm, toReply } from './reply.ts';

/** OpenAI's Responses API. Nothing is kept at the provider. */
export function openaiResponses(endpoint: Endpoint): Provider {
  const client = openaiClient(endpoint);
  return {
    async complete(request, signal, timeoutMs, live) {
      const body = responsesBody(request, live !== undefined);
      const send: Send = (options) => client().responses.create(body, options).asResponse();
      const call = { isStreamed: body.stream === true, signal, timeoutMs, live };
      const timeouts = endpoint.streamTimeouts;
      return toReply(await heardReply(send, responseForm, { ...call, timeouts }), request);
    },
  };
}
