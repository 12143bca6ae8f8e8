import { WorkflowNotFoundError } from '@temporalio/client';
import { retryUntil } from '../../core/retry-until.ts';
import { type FactChange, userContextId, userContextNames } from '../../core/user-context.ts';
import { startSearchable } from '../runs/search-attributes.ts';
import { grpcProblem, isTransient } from '../runs/transient.ts';
import { type ContextPlace, isServed, unanswered } from './unanswered-context.ts';

/** How long a change is sent again where the server, or the way to it, fails. */
const sendingMs = 30_000;

/** How long one answer is waited for, and how long it is asked for again where a worker is busy or new. */
const answerMs = { once: 8_000, atMost: 30_000 } as const;

/** Milliseconds between two tries. */
const pauses = { firstPauseMs: 50, longestPauseMs: 2_000 } as const;

/** Sends changes to a user's context, which is started if need be; afterwards the server has them. */
export async function signalContext(
  { temporal, sharedQueue }: ContextPlace,
  user: string,
  changes: FactChange[],
): Promise<void> {
  const { workflow, change: signal } = userContextNames;
  const send = () =>
    startSearchable({ kind: 'user-context' }, user, ({ typedSearchAttributes: attributes }) =>
      temporal.workflow.signalWithStart(workflow, {
        workflowId: userContextId(user),
        taskQueue: sharedQueue,
        args: [{}],
        signal,
        signalArgs: [changes],
        staticSummary: `what is known of ${user}`,
        staticDetails: 'A user context of durable-agents: facts that agents and runs share.',
        ...(attributes && { typedSearchAttributes: attributes }),
      }),
    );
  await retryUntil(send, {
    canPass: (error) => isTransient(error) || isFull(error),
    limitMs: sendingMs,
    ...pauses,
  });
}

/** One run of a workflow takes 10,000 signals; the next one, which is about to begin, takes more. */
function isFull(error: unknown): boolean {
  return /exceeded .*limit for signal/i.test(grpcProblem(error)?.details ?? '');
}

/** What a user's context answers; `undefined` where there is none. */
export async function askContext<T>(
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
    return await retryUntil(askOnce, { canPass, limitMs: answerMs.atMost, ...pauses });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw isTransient(error) ? await unanswered(place, user).catch(() => error) : error;
  }
}
