import type { Api } from '../../core/provider-apis.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import type { Endpoint } from './endpoint.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Provider } from './provider.ts';

const providers: Record<Api, (endpoint: Endpoint) => Provider> = {
  responses: openaiResponses,
  chat: openaiChat,
  messages: anthropicMessages,
};

/** The client of an endpoint, to be kept for as long as the endpoint is served. */
export function createProvider(endpoint: Endpoint): Provider {
  return providers[endpoint.api](endpoint);
}
