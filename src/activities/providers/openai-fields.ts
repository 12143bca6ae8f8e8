import type { JsonObject, ProviderRequest } from './provider.ts';

/** The limit of the output, in the field that the endpoint takes. */
export function limitField({ can, maxOutputTokens }: ProviderRequest): JsonObject {
  return can.outputLimit === 'none' ? {} : { [can.outputLimit]: maxOutputTokens };
}

/** Tools as an API has them; none where none are offered. */
export function toolFields({ can }: ProviderRequest, tools: readonly object[]): JsonObject {
  if (tools.length === 0) return {};
  return { tools, ...(can.parallelTools ? {} : { parallel_tool_calls: false }) };
}
