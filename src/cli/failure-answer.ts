import { Failure, findFailure, type FailureType, messageOf } from '../core/failures.ts';
import { stepErrorOf } from '../core/step-error-of.ts';
import { ExitStatus } from './command.ts';
import type { Answer } from './output.ts';

const refusals: ReadonlySet<FailureType> = new Set([Failure.inputInvalid, Failure.payloadTooLarge]);

/** The answer of a command that could not do what it was asked, and its exit status. */
export function failureAnswer(error: unknown): Answer & { status: ExitStatus } {
  const known = stepErrorOf(error);
  if (known === undefined) return unexpected(error);
  const [details = null] = findFailure(error)?.details ?? [];
  const { type, message, retryable } = known;
  return {
    document: { success: false, error: { type, message, retryable, details } },
    text: message,
    status: refusals.has(type) ? ExitStatus.refused : ExitStatus.failed,
  };
}

/** Neither the user nor a provider: a bug, or a machine in trouble. */
function unexpected(error: unknown): Answer & { status: ExitStatus } {
  const message = messageOf(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  return {
    document: {
      success: false,
      error: { type: 'Unexpected', message, retryable: false, details: null },
    },
    text: `something unexpected went wrong: ${stack}`,
    status: ExitStatus.failed,
  };
}
