import { type ResultBase, withSpending } from '../../core/results.ts';
import type { SeenThread } from '../../core/thread-window.ts';
import type { StepThread } from '../agent/resources.ts';

/** A result that says how much of its thread the step has seen, with what the summary has cost. */
export function withSeenThread<R extends ResultBase>(
  result: R,
  { window, spent }: StepThread,
): R & { thread: SeenThread } {
  const { name, from, upTo, omitted, summarised } = window;
  const messages = Math.max(0, upTo - from + 1);
  return { ...withSpending(result, spent), thread: { name, messages, omitted, summarised } };
}
