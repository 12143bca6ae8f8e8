import type { Api } from '../../core/provider-apis.ts';
import { chatBody } from './chat/body.ts';
import { messagesBody } from './messages/body.ts';
import type { ProviderRequest } from './provider.ts';
import { responsesBody } from './responses/body.ts';

const bodies: Record<Api, (request: ProviderRequest, isHeard: boolean) => object> = {
  responses: responsesBody,
  chat: chatBody,
  messages: messagesBody,
};

/** The JSON that an API is sent for a call that can be followed. */
export function requestBody(api: Api, request: ProviderRequest): object {
  return bodies[api](request, true);
}
