import type { Api } from '../../core/provider-apis.ts';
import type { Endpoint } from './endpoint.ts';
import type { Provider } from './provider.ts';

/** Each loads its SDK, which takes longer than to load all the rest of an activity. */
const loaders: Record<Api, () => Promise<(endpoint: Endpoint) => Provider>> = {
  responses: async () => (await import('./responses/responses.ts')).openaiResponses,
  chat: async () => (await import('./chat/chat-completions.ts')).openaiChat,
  messages: async () => (await import('./messages/messages.ts')).anthropicMessages,
};

/**
 * The client of an endpoint, to be kept for as long as the endpoint is served. Its SDK is loaded with
 * the first request: a worker may serve endpoints that nobody asks.
 */
export function createProvider(endpoint: Endpoint): Provider {
  let loaded: Promise<Provider> | undefined;
  return {
    async complete(...request) {
      loaded ??= loaders[endpoint.api]().then((make) => make(endpoint));
      return await (await loaded).complete(...request);
    },
  };
}
