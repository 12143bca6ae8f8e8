import { CancellationScope, log, workflowInfo } from '@temporalio/workflow';
import type { Text } from '../../core/content.ts';
import type { EventBody, ToldEvent } from '../../core/events.ts';
import { effects } from './activities.ts';
import type { Flush } from './host.ts';

/** What was told in a workflow and is not written yet. A run never fails for it. */
export class ToldEvents {
  readonly #run: string;
  #waiting: ToldEvent[];
  #count = 0;
  #beside: Promise<void> | undefined;

  /**
   * @param run workflow id of the outermost run
   * @param waiting what the run around this one has handed on
   */
  constructor(run: string, waiting: readonly ToldEvent[] = []) {
    this.#run = run;
    this.#waiting = [...waiting];
  }

  tell(path: string, event: EventBody<Text>, key = this.#nextKey()): void {
    this.#waiting.push({ ...event, key, path });
  }

  /**
   * Has what waits ride in the input of an activity, or of a run inside this one. Where that fails, whether it has written it is
   * not known: it rides once more. The promise is passed on as it is.
   */
  carry<T>(made: (tell: ToldEvent[]) => Promise<T>): Promise<T> {
    const riding = this.#waiting;
    this.#waiting = [];
    const carrying = made(riding);
    if (riding.length > 0) carrying.catch(() => this.#waiting.unshift(...riding));
    return carrying;
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

  /** Writes what is left, at the end of the run. */
  async end(): Promise<void> {
    if (this.#beside !== undefined) await this.#beside;
    await this.flush();
  }

  #nextKey(): string {
    this.#count += 1;
    return `${workflowInfo().runId}/${this.#count}`;
  }
}

const nothing = () => undefined;
