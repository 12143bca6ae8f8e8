import { failure, Failure } from '../core/failures.ts';
import type { CommandContext, WaitingOptions } from './command.ts';

/** @throws `Input.Invalid` where both `--events` and `--json` are given */
export function refuseBoth(
  { events }: Pick<WaitingOptions, 'events'>,
  { output }: CommandContext,
): void {
  if (!events || !output.json) return;
  const message = '--events writes lines, and --json one document: leave one of them out';
  throw failure(Failure.inputInvalid, message, { details: { problems: [{ path: '', message }] } });
}
