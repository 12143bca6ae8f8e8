import { historyLimitBytes, type ModelReply } from '../../core/model-call.ts';

/** Bytes of replies that a history holds in full, all of them together. Temporal ends a run at 50 MB. */
const budgetBytes = 8 * 1024 * 1024;

/** Bytes of a reply that a history holds once the budget is spent. */
const smallBytes = 4 * 1024;

/**
 * How much of its replies a run keeps in its history: whole ones while there is room, then only short
 * ones, and the ids of the others. The store has all of them.
 */
export class ReplyBudget {
  #spent = 0;

  /**
   * Bytes that the content of the next reply may have in the history; they are set aside for it.
   *
   * @param needed whether the workflow itself has to read the reply
   */
  reserve(needed: boolean): number {
    const isRoom = this.#spent + historyLimitBytes <= budgetBytes;
    const bytes = needed || isRoom ? historyLimitBytes : smallBytes;
    this.#spent += bytes;
    return bytes;
  }

  /** Gives back what was set aside for a reply and is not needed. */
  settle(reserved: number, reply: ModelReply | undefined): void {
    const used = reply === undefined || reply.content === null ? 0 : reply.bytes;
    this.#spent -= reserved - used;
  }
}
