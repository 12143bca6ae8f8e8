import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { causes } from '../core/failures.ts';
import { deadlineOf } from './call-deadline.ts';
import { cancellation } from './failed-attempt.ts';
import { limitSignal } from './limited-signal.ts';
import { completeWhenReady, type ReadyAsk } from './complete-when-ready.ts';
import type { AdaptedReply } from './providers/abilities/complete-adapting.ts';
import { isMakers } from './providers/abilities/defaults.ts';
import type { Endpoint } from './providers/endpoint.ts';
import { type Classified, classify, keyProblem, timedOut } from './providers/problems/classify.ts';
import type { QueueClock } from './queue-clock.ts';

/** A provider's reply, with the time it took, or why there is none. */
export type ProviderOutcome =
  | ({ ok: true; durationMs: number } & AdaptedReply)
  | { ok: false; classified: Classified; isCutOff: boolean };

/** A call, how it is written, and whose it is. */
export interface ProviderAsk extends ReadyAsk {
  /** That of the worker. */
  clock: QueueClock;
}

/**
 * Asks a provider once, within the time that the activity has. A server that is about to be ready is
 * waited for: that is no attempt.
 *
 * @param cancelled @see CallInFlight.signal
 * @throws what `cancellation` makes of that signal when it ends the call
 */
export async function askProvider(
  ask: ProviderAsk,
  cancelled: AbortSignal,
): Promise<ProviderOutcome> {
  const { call, clock } = ask;
  const wrongKey = keyProblem(call, lacksKey(call.endpoint));
  if (wrongKey !== undefined) return failed(wrongKey);
  const startedAt = Date.now();
  const { limitMs, retryable } = deadlineOf(activityInfo(), clock.waited(activityInfo()));
  if (limitMs <= 0) return failed(timedOut(call, 0, false));
  // The SDKs' own timeout ends with the headers of a reply; this one sees its body in as well.
  const limited = limitSignal(cancelled, limitMs);
  let waitedFor: Classified | undefined;
  try {
    const adapted = await completeWhenReady(ask, { signal: limited.signal, limitMs }, (loading) => {
      waitedFor = { ...loading, retryable };
    });
    return { ok: true, ...adapted, durationMs: Date.now() - startedAt };
  } catch (error) {
    if (cancelled.aborted) throw cancellation(cancelled);
    if (error instanceof ApplicationFailure) throw error;
    if (limited.isTimeUp()) return failed(waitedFor ?? timedOut(call, limitMs, retryable));
    const classified = classify(error, call);
    const silentMs = Date.now() - startedAt;
    return { ok: false, classified, isCutOff: isCutOff(error, classified, silentMs) };
  } finally {
    limited.release();
  }
}

function failed(classified: Classified): ProviderOutcome {
  return { ok: false, classified, isCutOff: false };
}

/** Proxies that let no call be silent do so for half a minute at least. */
const silentAtLeastMs = 20_000;

function isCutOff(error: unknown, { status }: Classified, silentMs: number): boolean {
  if (silentMs < silentAtLeastMs) return false;
  if (status !== null) return [408, 504, 524].includes(status);
  const codes = causes(error).map((cause) => ('code' in cause ? cause.code : undefined));
  return codes.some((code) => code === 'UND_ERR_SOCKET' || code === 'ECONNRESET');
}

/** A gateway or a local server may do without a key; OpenAI and Anthropic never do. */
function lacksKey(endpoint: Endpoint): boolean {
  return endpoint.apiKey === null && endpoint.keyEnv !== null && isMakers(endpoint);
}
