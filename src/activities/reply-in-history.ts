import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import {
  historyLimitBytes,
  type ModelCall,
  type ModelReply,
  summaryOf,
} from '../core/model-call.ts';

/** The reply as it enters the history. */
export function forHistory(reply: ModelReply, input: ModelCall): ModelReply {
  const { contentLimit = historyLimitBytes } = input;
  const content = reply.bytes > contentLimit ? null : reply.content;
  const of = Context.current().info.isLocal ? { of: summaryOf(input) } : {};
  return { ...reply, content, ...of };
}

/** The failure of a local call says whose it was, which its marker in the history does not. */
export function tellingCall(error: unknown, input: ModelCall): unknown {
  if (!Context.current().info.isLocal || !(error instanceof ApplicationFailure)) return error;
  const [details, ...more] = error.details ?? [];
  const { message, type, nonRetryable, nextRetryDelay, cause } = error;
  const told = [{ ...(details as object | undefined), of: summaryOf(input) }, ...more];
  return new ApplicationFailure(message, type, nonRetryable, told, cause, nextRetryDelay);
}
