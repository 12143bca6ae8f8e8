import { Anthropic } from '@anthropic-ai/sdk';
import { addressOf, type Endpoint, keyToSend } from '../endpoint.ts';
import { heardReply, type Send } from '../http/heard-reply.ts';
import { providerFetch } from '../http/provider-fetch.ts';
import type { Provider } from '../provider.ts';
import { messagesBody } from './body.ts';
import { messageForm, toReply } from './reply.ts';

/** Anthropic's Messages API. */
export function anthropicMessages(endpoint: Endpoint): Provider {
  const client = anthropicClient(endpoint);
  return {
    async complete(request, signal, timeoutMs, live) {
      const body = messagesBody(request, live !== undefined);
      const send: Send = (options) => client().messages.create(body, options).asResponse();
      const call = { isStreamed: body.stream === true, signal, timeoutMs, live };
      const timeouts = endpoint.streamTimeouts;
      return toReply(await heardReply(send, messageForm, { ...call, timeouts }), request);
    },
  };
}

function anthropicClient(endpoint: Endpoint): () => Anthropic {
  let client: Anthropic | undefined;
  return () =>
    (client ??= new Anthropic({
      apiKey: keyToSend(endpoint),
      baseURL: addressOf(endpoint),
      fetch: providerFetch,
      maxRetries: 0,
      logLevel: 'off',
    }));
}
