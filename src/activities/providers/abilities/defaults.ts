import type { Capabilities } from '../../../core/capabilities.ts';
import { makerAt } from '../../../core/makers.ts';
import { type Api, apiTraits } from '../../../core/provider-apis.ts';
import { addressOf, type Endpoint } from '../endpoint.ts';

/**
 * What an endpoint is taken to be able to do: what its API can by itself, what was found out, and
 * what the configuration says, each before the one before it.
 */
export function capabilitiesOf(
  endpoint: Endpoint,
  learnt: Partial<Capabilities> = {},
): Capabilities {
  return { ...defaultsOf(endpoint), ...learnt, ...endpoint.capabilities };
}

/** Whether an API is spoken by who made it, so that it is known to do what the API says. */
export function isMakers(endpoint: Endpoint): boolean {
  return makerAt(addressOf(endpoint)) === apiTraits[endpoint.api].maker;
}

/** Whether what an API says is done there: by its maker, or by the simulated model. Any other server may well ignore it. */
export function isTrusted(endpoint: Endpoint): boolean {
  return endpoint.simulated || isMakers(endpoint);
}

const limits: Record<Api, Capabilities['outputLimit']> = {
  responses: 'max_output_tokens',
  chat: 'max_tokens',
  messages: 'max_tokens',
};

function defaultsOf(endpoint: Endpoint): Capabilities {
  const { api, simulated } = endpoint;
  const own = isMakers(endpoint);
  const isOpenai = own && api !== 'messages';
  return {
    nativeSchema: true,
    // OpenAI's reasoning models refuse `max_tokens`; many other servers know nothing else.
    outputLimit: isOpenai && api === 'chat' ? 'max_completion_tokens' : limits[api],
    systemRole: 'system',
    alternatingTurns: !own && !simulated,
    streamOnly: false,
    streaming: true,
    tools: true,
    parallelTools: true,
    toolSchemas: isOpenai ? 'strict' : 'full',
    promptCache: api === 'messages',
    statelessReasoning: isOpenai && api === 'responses',
    streamUsage: true,
  };
}
