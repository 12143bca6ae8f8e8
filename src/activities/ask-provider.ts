import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { deadlineOf } from './call-deadline.ts';
import { cancellation } from './failed-attempt.ts';
import { limitSignal } from './limited-signal.ts';
import { type Classified, classify, keyMissing, timedOut } from './providers/classify.ts';
import { type Endpoint, isOwnAddress } from './providers/endpoint.ts';
import type { Provider, ProviderReply, ProviderRequest } from './providers/provider.ts';
import type { CallContext } from './providers/provider-problem.ts';

/** A provider's reply, with the time it took, or why there is none. */
export type ProviderOutcome =
  | { ok: true; reply: ProviderReply; durationMs: number }
  | { ok: false; classified: Classified };

/**
 * Asks a provider once, within the time that the activity has.
 *
 * @param cancelled @see CallInFlight.signal
 * @throws what `cancellation` makes of that signal when it ends the call
 */
export async function askProvider(
  provider: Provider,
  request: ProviderRequest,
  call: CallContext,
  cancelled: AbortSignal,
): Promise<ProviderOutcome> {
  if (lacksKey(call.endpoint)) return { ok: false, classified: keyMissing(call) };
  const startedAt = Date.now();
  const { limitMs, retryable } = deadlineOf(activityInfo(), startedAt);
  if (limitMs <= 0) return { ok: false, classified: timedOut(call, 0, false) };
  // The SDKs' own timeout ends with the headers of a reply; this one sees its body in as well.
  const limited = limitSignal(cancelled, limitMs);
  try {
    const reply = await provider.complete(request, limited.signal, limitMs);
    return { ok: true, reply, durationMs: Date.now() - startedAt };
  } catch (error) {
    if (cancelled.aborted) throw cancellation(cancelled);
    if (error instanceof ApplicationFailure) throw error;
    if (limited.isTimeUp()) return { ok: false, classified: timedOut(call, limitMs, retryable) };
    return { ok: false, classified: classify(error, call) };
  } finally {
    limited.release();
  }
}

/** A gateway or a local server may do without a key; OpenAI and Anthropic never do. */
function lacksKey(endpoint: Endpoint): boolean {
  return endpoint.apiKey === null && endpoint.keyEnv !== null && isOwnAddress(endpoint);
}
