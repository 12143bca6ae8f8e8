import type { LiveListener } from '../live.ts';
import type { JsonObject, ProviderRequest } from '../provider.ts';
import { Hearing } from './hearing.ts';
import { readReply, type ReplyForm } from './read-reply.ts';
import { defaultStreamTimeouts, StreamWatch, type StreamTimeouts } from './stream-watch.ts';

/** Sends a request by an SDK; what its `asResponse()` gives. */
export type Send = (options: { signal: AbortSignal; timeout: number }) => Promise<Response>;

/** A call, and who listens. */
export interface HeardCall {
  isStreamed: boolean;
  signal: AbortSignal;
  timeoutMs: number;
  live: LiveListener | undefined;
  /** Default: `defaultStreamTimeouts`. */
  timeouts: StreamTimeouts | undefined;
}

/**
 * Whether a call is to be streamed: because the endpoint wants it, or because somebody listens.
 *
 * @param reportsUsage whether usage stands in a stream as it does in a plain reply
 */
export function isStreamed(
  { can }: ProviderRequest,
  isHeard: boolean,
  reportsUsage = true,
): boolean {
  return can.streamOnly || (isHeard && can.streaming && reportsUsage);
}

/**
 * Asks, and reads the reply, which is told while it comes.
 *
 * @throws what `send` and `readReply` do; SilentStream where nothing comes any more
 */
export async function heardReply(
  send: Send,
  form: ReplyForm,
  { isStreamed, signal, timeoutMs, live, timeouts = defaultStreamTimeouts }: HeardCall,
): Promise<JsonObject> {
  const watch = isStreamed ? new StreamWatch(timeouts, signal) : undefined;
  try {
    const response = await send({ signal: watch?.signal ?? signal, timeout: timeoutMs });
    return await readReply(response, form, new Hearing(live, watch));
  } catch (error) {
    throw watch?.problem ?? error;
  } finally {
    watch?.end();
  }
}
