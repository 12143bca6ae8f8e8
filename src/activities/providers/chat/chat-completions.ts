import type { Endpoint } from '../endpoint.ts';
import { heardReply, type Send } from '../http/heard-reply.ts';
import { openaiClient } from '../openai-client.ts';
import type { Provider } from '../provider.ts';
import { chatBody } from './body.ts';
import { chatForm, toReply } from './reply.ts';

/** OpenAI's Chat Completions, which local and third-party servers speak as well. */
export function openaiChat(endpoint: Endpoint): Provider {
  const client = openaiClient(endpoint);
  return {
    async complete(request, signal, timeoutMs, live) {
      const body = chatBody(request, live !== undefined);
      const send: Send = (options) => client().chat.completions.create(body, options).asResponse();
      const call = { isStreamed: body.stream === true, signal, timeoutMs, live };
      const timeouts = endpoint.streamTimeouts;
      const reply = toReply(await heardReply(send, chatForm, { ...call, timeouts }), request);
      const isLost = call.isStreamed && !request.can.streamOnly && reply.usage === null;
      return { ...reply, ...(isLost && { lacksStreamUsage: true }) };
    },
  };
}
