import { CancellationScope, log, workflowInfo } from '@temporalio/workflow';
import type { Text } from '../../core/content.ts';
import type { EventBody, ToldEvent } from '../../core/events.ts';
import { quickHash } from '../../core/quick-hash.ts';
import { effects } from './activities.ts';
import type { Flush, Host, TimedEvent } from './host.ts';

interface Told {
  event: ToldEvent;
  /** Counts what is told, for its order. */
  place: number;
  /** Whether all that follows stands behind it, so that whichever activity comes first has to write it. */
  leads: boolean;
}

/** What was told in a workflow and is not written yet. A run never fails for it. */
export class ToldEvents {
  readonly #run: string;
  #waiting: Told[] = [];
  #count = 0;
  /** Of the last key of each hash of type and path. */
  readonly #numbers = new Map<string, number>();
  #beside: Promise<void> | undefined;

  /**
   * @param run workflow id of the outermost run
   * @param handedOn by the run around this one
   */
  constructor(run: string, handedOn: readonly ToldEvent[] = []) {
    this.#run = run;
    for (const event of handedOn) this.#add(event, true);
  }

  tell(path: string, event: EventBody<Text>, key?: string): void {
    this.#add({ ...event, key: key ?? this.#nextKey(event.type, path), path }, false);
  }

  /** The same for the beginning of something in which more happens. */
  lead(path: string, event: TimedEvent, key?: string): void {
    this.#add({ ...event, key: key ?? this.#nextKey(event.type, path), path }, true);
  }

  /**
   * Has what waits ride in the input of an activity, or of a run inside this one. Where that fails,
   * whether it has written it is not known: it rides once more. The promise is passed on as it is.
   */
  carry<T>(made: (tell: ToldEvent[]) => Promise<T>): Promise<T> {
    const riding = this.#waiting;
    this.#waiting = riding.filter(({ leads }) => leads);
    const carrying = made(riding.map(({ event }) => event));
    if (riding.length > 0)
      carrying.then(
        () => this.#wrote(riding),
        () => this.#takeBack(riding),
      );
    return carrying;
  }

  #add(event: ToldEvent, leads: boolean): void {
    this.#count += 1;
    this.#waiting.push({ event, place: this.#count, leads });
  }

  #wrote(told: readonly Told[]): void {
    this.#waiting = this.#waiting.filter((each) => !told.includes(each));
  }

  #takeBack(told: readonly Told[]): void {
    const missing = told.filter((each) => !this.#waiting.includes(each));
    this.#waiting = [...missing, ...this.#waiting].toSorted((a, b) => a.place - b.place);
  }

  /** Writes what waits, also where the run is cancelled. @see Host.flush */
  async flush({ behind }: Flush = {}): Promise<void> {
    if (this.#waiting.length === 0) return;
    const tell = behind === 'commands' ? effects.tellEventsBehind : effects.tellEvents;
    const writing = () => this.carry((events) => tell({ run: this.#run, events }));
    try {
      await CancellationScope.nonCancellable(writing);
    } catch (error) {
      log.warn('what happened could not be written for followers', { error });
    }
  }

  /** The same for somebody who does not wait; what is written last waits for it. */
  flushBeside(): void {
    const flushed = this.flush();
    const beside = this.#beside;
    this.#beside = beside === undefined ? flushed : Promise.all([beside, flushed]).then(nothing);
  }

  /**
   * Writes what is left, at the end of the run.
   *
   * @param applies asked only where something is left
   */
  async end(applies: Host['applies']): Promise<void> {
    if (this.#beside !== undefined) await this.#beside;
    if (this.#waiting.length === 0) return;
    if (!applies('tell-at-end')) return await this.flush();
    const left = this.#waiting.map(({ event }) => event);
    effects.tellAtEnd(this.#run, left);
    this.#waiting = [];
  }

  /**
   * Most events stand in a history on their way: the end of a run's id tells it from the others of its
   * tree. Counted by type and path: where a task is done again, a signal that came meanwhile is
   * handled first, and what was told in the first go has to get the same keys behind it.
   */
  #nextKey(type: EventBody['type'], path: string): string {
    const what = shortHash(`${type} ${path}`);
    const number = (this.#numbers.get(what) ?? 0) + 1;
    this.#numbers.set(what, number);
    return `${workflowInfo().runId.slice(-12)}/${what}${number}`;
  }
}

/** Four characters: those of one hash are counted together, so their keys differ all the same. */
function shortHash(text: string): string {
  const hash = (quickHash(text) >>> 0) % 36 ** 4;
  return hash.toString(36).padStart(4, '0');
}

const nothing = () => undefined;
