import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AdaptedReply,
  type AdaptingCall,
  completeAdapting,
} from './providers/abilities/complete-adapting.ts';
import { type Classified, classify } from './providers/problems/classify.ts';
import type { CallContext } from './providers/problems/provider-problem.ts';
import type { LiveListener } from './providers/live.ts';
import type { Provider, ProviderRequest } from './providers/provider.ts';

/** A call, how it is written, and whose it is. */
export interface ReadyAsk extends Omit<AdaptingCall, 'ask'> {
  provider: Provider;
  call: CallContext;
  /** Hears the reply while it comes, where the endpoint can stream. */
  live?: LiveListener | undefined;
}

/** Waits between two questions whether a model is loaded; milliseconds. */
const loadingWaits = { first: 1_000, longest: 10_000, growth: 1.5 };

/**
 * Asks, and asks again as long as the server is loading its model.
 *
 * @param limit the time there is; `signal` ends the call, and the wait, when it is up
 * @param onLoading told each time that the server is not ready
 * @throws what `completeAdapting` does, or that `signal` was aborted
 */
export async function completeWhenReady(
  { provider, call, live: listener, ...written }: ReadyAsk,
  { signal, limitMs }: { signal: AbortSignal; limitMs: number },
  onLoading: (loading: Classified) => void,
): Promise<AdaptedReply> {
  const live = call.endpoint.stream === 'never' ? undefined : listener;
  const can = live === undefined ? { ...written.can, streaming: false } : written.can;
  let again: string | undefined;
  const ask = (request: ProviderRequest) => {
    if (again !== undefined) live?.restart(again);
    again = 'the server wants to be asked otherwise';
    return provider.complete(request, signal, limitMs, live);
  };
  for (
    let wait = loadingWaits.first;
    ;
    wait = Math.min(wait * loadingWaits.growth, loadingWaits.longest)
  ) {
    try {
      return await completeAdapting({ ...written, can, ask });
    } catch (error) {
      const problem = signal.aborted ? undefined : classify(error, call);
      if (problem?.isLoading !== true) throw error;
      onLoading(problem);
      again = 'its model was still being loaded';
      const asked = problem.retryAfterMs ?? wait;
      await sleep(Math.min(asked, loadingWaits.longest), undefined, { signal });
    }
  }
}
