import type { Capabilities } from '../core/capabilities.ts';
import type { ModelCall } from '../core/model-call.ts';
import { withoutKnownKeysIn } from './known-keys.ts';
import type { Endpoint } from './providers/endpoint.ts';
import type { AskedCall } from './store/turns.ts';
import { askedEndpoint } from './to-request.ts';

/**
 * What the ledger keeps of how a call is asked, besides its own messages. Long texts in it are
 * references; keys of this worker are taken out. `undefined`: it cannot be kept.
 */
export function askedCall(
  { system, tools, thread, foreign, settings }: ModelCall,
  endpoint: Endpoint,
  can: Capabilities,
): AskedCall | undefined {
  const { provider: _, model, ...others } = settings;
  const { simulated: __, ...at } = askedEndpoint(endpoint, model);
  return withoutKnownKeysIn({
    system,
    tools,
    thread,
    ...(foreign !== undefined && { foreign }),
    settings: others,
    ...at,
    can,
  });
}
