import type { Api } from '../../../src/core/provider-apis.ts';
import type { ModelCall, ModelReply, PromptMessage } from '../../../src/core/model-call.ts';
import { modelCall } from './fixtures.ts';

export const apis: Api[] = ['responses', 'chat', 'messages'];

const search = {
  name: 'search',
  description: 'Searches.',
  parameters: {
    type: 'object',
    properties: { query: { type: 'string', minLength: 1 } },
    required: ['query'],
    additionalProperties: false,
  },
};

export const searchTool = JSON.stringify([search]);

export const withSearch: Partial<ModelCall> = {
  tools: { registered: searchTool, memory: false },
};

/** Two searches at once, as a script has them. */
export const twoSearches = [
  { id: 'c1', name: 'search', arguments: { query: 'a' } },
  { id: 'c2', name: 'search', arguments: { query: 'b' } },
];

export function result(callId: string, text: string, failed = false): PromptMessage {
  return { role: 'tool', callId, text, failed };
}

/** The call that follows a reply of the same step. */
export function following(
  reply: ModelReply,
  number: number,
  messages: PromptMessage[],
  fields: Partial<Omit<ModelCall, 'settings'>> = withSearch,
): ModelCall {
  const { key } = modelCall(fields);
  return modelCall({ ...fields, key: { ...key, number }, after: reply.message, messages });
}
