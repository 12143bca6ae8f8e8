import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CancelledNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

/** Calls whose cancellation is remembered: many more than are ever open. */
const kept = 1_000;

/** As the SDKs say it when a client has not waited for any longer. */
const impatience = /tim(ed?|e)[ -]?out/i;

/**
 * Which calls a client has cancelled on purpose. The SDK's signal is also aborted when the connection is
 * closed, and by clients that have lost their patience: neither says that the run is not wanted any more.
 */
export class Cancellations {
  readonly #onPurpose = new Set<string | number>();

  /** Listens to a transport that has not been connected yet: whoever comes first hears first. */
  listen(transport: Transport): void {
    const before = transport.onmessage;
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's own objects have no other way
    transport.onmessage = (message, extra) => {
      before?.(message, extra);
      const cancelled = CancelledNotificationSchema.safeParse(message);
      if (cancelled.success) this.#hear(cancelled.data.params);
    };
  }

  has(call: string | number): boolean {
    return this.#onPurpose.has(call);
  }

  /** Forgets a call that is over. */
  forget(call: string | number): void {
    this.#onPurpose.delete(call);
  }

  #hear({ requestId, reason = '' }: { requestId?: string | number; reason?: string }): void {
    if (requestId === undefined || impatience.test(reason)) return;
    this.#onPurpose.add(requestId);
    const [oldest] = this.#onPurpose;
    if (this.#onPurpose.size > kept && oldest !== undefined) this.#onPurpose.delete(oldest);
  }
}
