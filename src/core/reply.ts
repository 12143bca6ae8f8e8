import { isLong, referTo, type Text } from './content.ts';
import type { ModelReply } from './model-call.ts';
import type { Spending } from './usage.ts';

/** A reply as it travels on: itself when short, else by its id. */
export function replyText(reply: { message: string; content: string | null; bytes: number }): Text {
  if (reply.content !== null && !isLong(reply.content)) return reply.content;
  return referTo(reply.message, reply.bytes);
}

/**
 * What one model call has cost, and what is to be known of it.
 *
 * @param path of the step in its run
 */
export function spendingOfReply(reply: ModelReply, path: string): Spending {
  const { usage, cost, model, simulated } = reply;
  const warnings = (reply.warnings ?? []).map((warning) => ({ ...warning, path }));
  return { usage, cost, unpriced: cost === null ? [model] : [], simulated, warnings };
}
