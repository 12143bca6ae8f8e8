import type { Client } from '@temporalio/client';
import { type ChangeOutcome, type FactChange, userContextNames } from '../../core/user-context.ts';
import { askContext, signalContext } from './context-calls.ts';
import type { ContextPlace } from './unanswered-context.ts';

/** Changes that go in one signal: at most half a megabyte. */
const changesAtOnce = 50;

/** Signals on end whose changes nobody waits for, before one is waited for all the same. */
const unwatchedAtMost = 10;

interface Waiting {
  change: FactChange;
  /** Whether to wait until it is applied or refused; else until the server has it. */
  confirm: boolean;
  resolve: (outcome: ChangeOutcome) => void;
  reject: (error: unknown) => void;
}

/** Queues with nothing to send that are kept for their count of changes that nobody waited for. */
const idleAtMost = 1_000;

/** By client and user. */
const queues = new WeakMap<Client, Map<string, ChangeQueue>>();

/**
 * Sends a change to a user's context, after those that this process has sent before. What comes while
 * others are on their way goes in one signal.
 *
 * @returns what became of it; `unknown` when it was not waited for
 */
export async function submit(
  place: ContextPlace,
  user: string,
  change: FactChange,
  confirm: boolean,
): Promise<ChangeOutcome> {
  const ofClient = queues.get(place.temporal) ?? new Map<string, ChangeQueue>();
  queues.set(place.temporal, ofClient);
  const queue = ofClient.get(user) ?? new ChangeQueue(place, user, ended);
  ofClient.set(user, queue);
  return await queue.add(change, confirm);

  function ended(isSettled: boolean): void {
    if (isSettled || ofClient.size > idleAtMost) ofClient.delete(user);
  }
}

/**
 * The changes of one user that this process sends. A context takes them one at a time, and the server
 * gives up a workflow for whom over a hundred signals come while it works: so the next signal waits
 * until the changes of the last one are applied.
 */
class ChangeQueue {
  readonly #place: ContextPlace;
  readonly #user: string;
  readonly #ended: (isSettled: boolean) => void;
  #waiting: Waiting[] = [];
  #unwatched = 0;
  #sending = false;

  constructor(place: ContextPlace, user: string, ended: (isSettled: boolean) => void) {
    this.#place = place;
    this.#user = user;
    this.#ended = ended;
  }

  async add(change: FactChange, confirm: boolean): Promise<ChangeOutcome> {
    const outcome = new Promise<ChangeOutcome>((resolve, reject) => {
      this.#waiting.push({ change, confirm, resolve, reject });
    });
    if (!this.#sending) void this.#send();
    return await outcome;
  }

  async #send(): Promise<void> {
    this.#sending = true;
    while (this.#waiting.length > 0) await this.#deliver(this.#waiting.splice(0, changesAtOnce));
    this.#sending = false;
    this.#ended(this.#unwatched === 0);
  }

  async #deliver(batch: Waiting[]): Promise<void> {
    const watched = batch.filter(({ confirm }) => confirm);
    try {
      await signalContext(
        this.#place,
        this.#user,
        batch.map(({ change }) => change),
      );
      for (const { confirm, resolve } of batch) if (!confirm) resolve({ state: 'unknown' });
      this.#unwatched = watched.length > 0 ? 0 : (this.#unwatched + 1) % unwatchedAtMost;
      if (this.#unwatched === 0) await this.#confirm(watched);
    } catch (error) {
      for (const { reject } of batch) reject(error); // those that are resolved stay so
    }
  }

  async #confirm(watched: Waiting[]): Promise<void> {
    const ids = watched.map(({ change }) => change.id);
    const { outcomes } = userContextNames;
    const told = await askContext<ChangeOutcome[]>(this.#place, this.#user, outcomes, ids);
    for (const [index, { resolve }] of watched.entries())
      resolve(told?.[index] ?? { state: 'unknown' });
  }
}
