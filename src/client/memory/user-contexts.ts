import { Failure, failure } from '../../core/failures.ts';
import {
  type ChangeOutcome,
  type Fact,
  type FactChange,
  userContextNames,
} from '../../core/user-context.ts';
import { submit } from './change-queue.ts';
import { askContext } from './context-calls.ts';
import type { ContextPlace } from './unanswered-context.ts';

/**
 * All facts of a user, by their keys; none where nothing was ever said of the user.
 *
 * @throws `Worker.Unconfigured` when no worker answers
 */
export async function readFacts(place: ContextPlace, user: string): Promise<Fact[]> {
  return (await askContext<Fact[]>(place, user, userContextNames.facts)) ?? [];
}

/** Sends a change and waits until the server has it: it will be applied before the next read. */
export async function sendChange(
  place: ContextPlace,
  user: string,
  change: FactChange,
): Promise<void> {
  await submit(place, user, change, false);
}

/**
 * Sends a change and waits until it is applied or refused.
 *
 * @throws `Worker.Unconfigured` when no worker answers
 * @throws `Message.Missing` when it cannot be told any more what became of the change
 */
export async function makeChange(
  place: ContextPlace,
  user: string,
  change: FactChange,
): Promise<ChangeOutcome & { state: 'applied' | 'refused' }> {
  const outcome = await submit(place, user, change, true);
  if (outcome.state !== 'unknown') return outcome;
  const message = `it is no longer known what became of the change '${change.id}' of the user '${user}': read the facts, and send it again if it is missing`;
  throw failure(Failure.messageMissing, message);
}

/** The user contexts at a place, as the activities of agents need them. */
export function userContexts(place: ContextPlace) {
  return {
    facts: (user: string) => readFacts(place, user),
    change: (user: string, change: FactChange) => makeChange(place, user, change),
  };
}
