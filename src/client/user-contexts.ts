import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { Failure, failure } from '../core/failures.ts';
import {
  type ChangeOutcome,
  type Fact,
  type FactChange,
  userContextId,
  userContextNames,
} from '../core/user-context.ts';
import { startSearchable } from './search-attributes.ts';
import { grpcProblem, isTransient, untilDone } from './transient.ts';
import { isServed, unanswered } from './unanswered-context.ts';

/** How long a change is sent again where the server, or the way to it, fails. */
const sendingMs = 30_000;

/** How long one answer is waited for, and how long it is asked for again where a worker is busy or new. */
const answerMs = { once: 8_000, atMost: 30_000 } as const;

/** Where user contexts are: a part of what a client is made of. */
export interface ContextPlace {
  temporal: Client;
  sharedQueue: string;
}

/**
 * All facts of a user, by their keys; none where nothing was ever said of the user.
 *
 * @throws `Worker.Unconfigured` when no worker answers
 */
export async function readFacts(place: ContextPlace, user: string): Promise<Fact[]> {
  return (await ask<Fact[]>(place, user, userContextNames.facts)) ?? [];
}

/**
 * Sends a change and waits until it is applied or refused.
 *
 * @throws `Worker.Unconfigured` when no worker answers
 * @throws `Message.Missing` when it can not be told any more what became of the change
 */
export async function makeChange(
  place: ContextPlace,
  user: string,
  change: FactChange,
): Promise<ChangeOutcome & { state: 'applied' | 'refused' }> {
  await sendChange(place, user, change);
  const outcomes = await ask<ChangeOutcome[]>(place, user, userContextNames.outcomes, [change.id]);
  const [outcome] = outcomes ?? [];
  if (outcome !== undefined && outcome.state !== 'unknown') return outcome;
  const message = `what became of the change '${change.id}' of the user '${user}' is not known any more: read the facts, and send it again if it is not there`;
  throw failure(Failure.messageMissing, message);
}

/** Sends a change to a user's context, which is started if need be; afterwards the server has it. */
export async function sendChange(
  { temporal, sharedQueue }: ContextPlace,
  user: string,
  change: FactChange,
): Promise<void> {
  const { workflow, change: signal } = userContextNames;
  const send = () =>
    startSearchable('user-context', user, (searchable) =>
      temporal.workflow.signalWithStart(workflow, {
        workflowId: userContextId(user),
        taskQueue: sharedQueue,
        args: [{}],
        signal,
        signalArgs: [change],
        staticSummary: `what is known of ${user}`,
        staticDetails: 'A user context of durable-agents: facts that agents and runs share.',
        ...searchable,
      }),
    );
  await untilDone(send, (error) => isTransient(error) || isFull(error), sendingMs);
}

/** One run of a workflow takes 10,000 signals; the next one, which is about to begin, takes more. */
function isFull(error: unknown): boolean {
  return /exceeded .*limit for signal/i.test(grpcProblem(error)?.details ?? '');
}

/** What a user's context answers; `undefined` where there is none. */
async function ask<T>(
  place: ContextPlace,
  user: string,
  query: string,
  ...args: unknown[]
): Promise<T | undefined> {
  const { temporal } = place;
  const context = temporal.workflow.getHandle(userContextId(user));
  const askOnce = () =>
    temporal.withDeadline(Date.now() + answerMs.once, () =>
      context.query<T, unknown[]>(query, ...args),
    );
  async function canPass(error: unknown): Promise<boolean> {
    return isTransient(error) && (await isServed(place, user));
  }
  try {
    return await untilDone(askOnce, canPass, answerMs.atMost);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw isTransient(error) ? await unanswered(place, user).catch(() => error) : error;
  }
}

/** The user contexts at a place, as the activities of agents need them. */
export function userContexts(place: ContextPlace) {
  return {
    facts: (user: string) => readFacts(place, user),
    change: (user: string, change: FactChange) => makeChange(place, user, change),
  };
}
