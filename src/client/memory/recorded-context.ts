import type { Client } from '@temporalio/client';
import type { LoadedDataConverter } from '@temporalio/common';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import {
  type ChangeOutcome,
  type Fact,
  userContextId,
  userContextNames,
} from '../../core/user-context.ts';
import { factsIn, noFacts, outcomeOf, receive, type UserFacts } from '../../core/user-facts.ts';
import type { HistoryEvent } from '../progress/decode-event.ts';
import { findCurrentRun } from '../progress/read-history.ts';
import { readOnward } from '../progress/run-chain.ts';

/** What is known of a user, and what became of the last changes, by their ids. */
export interface RecordedContext {
  facts: Fact[];
  outcomeOf: (changeId: string) => ChangeOutcome;
}

/**
 * What is known of a user by the history of their context: the state that its latest run began with,
 * and the changes since, applied as the workflow applies them. No worker is needed, and changes that
 * none has come to yet are counted in.
 */
export async function readRecordedContext(
  temporal: Client,
  user: string,
): Promise<RecordedContext> {
  const latest = await findCurrentRun(temporal, userContextId(user));
  const recorded = new ContextHistory(temporal.options.loadedDataConverter);
  if (latest !== undefined) {
    for await (const events of readOnward(temporal, latest)) await recorded.add(events);
  }
  const state = recorded.finish();
  return { facts: factsIn(state), outcomeOf: (id) => outcomeOf(state, id) };
}

/** Puts the events of a context's history into facts. */
export class ContextHistory {
  readonly #converter: LoadedDataConverter;
  #state = noFacts();
  /** Changes that no workflow task has dealt with yet, and when they came. */
  #waiting: { changes: unknown[]; at: number }[] = [];
  #taskBegan = 0;

  constructor(converter: LoadedDataConverter) {
    this.#converter = converter;
  }

  async add(events: readonly HistoryEvent[]): Promise<void> {
    for (const event of events) await this.#read(event);
  }

  /** With the changes that still wait, as of when they came. */
  finish(): UserFacts {
    this.#apply(null);
    return this.#state;
  }

  async #read(event: HistoryEvent): Promise<void> {
    const at = optionalTsToMs(event.eventTime) ?? 0;
    const started = event.workflowExecutionStartedEventAttributes;
    if (started) {
      const input = await this.#decode<{ state?: UserFacts }>(started.input);
      this.#state = input?.state ?? noFacts();
    }
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal?.signalName === userContextNames.change) {
      const sent = await this.#decode(signal.input);
      this.#waiting.push({ changes: Array.isArray(sent) ? sent : [sent], at });
    }
    // the workflow's time is that at which its task began
    if (event.workflowTaskStartedEventAttributes) this.#taskBegan = at;
    if (event.workflowTaskCompletedEventAttributes) this.#apply(this.#taskBegan);
  }

  #apply(taskBegan: number | null): void {
    for (const { changes, at } of this.#waiting.splice(0)) {
      const when = new Date(taskBegan ?? at).toISOString();
      for (const change of changes) receive(this.#state, change, when);
    }
  }

  async #decode<T>(payloads: Parameters<typeof payloadsOf>[0]): Promise<T> {
    return await decodeFromPayloadsAtIndex<T>(this.#converter, 0, payloadsOf(payloads));
  }
}

type Input = NonNullable<HistoryEvent['workflowExecutionSignaledEventAttributes']>['input'];

function payloadsOf(input: Input) {
  return input?.payloads;
}
