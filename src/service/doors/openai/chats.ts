import { refusalOf, RefusedRequest } from '../../errors.ts';
import type { Service } from '../../service.ts';
import { AskedBefore, type ChatCall, chatPrefix, triesAgainMs } from './asked-before.ts';
import { latestRun } from './latest-run.ts';
import { type Left, Readers } from './readers.ts';

/** A run that a request reads the answer of. */
export interface OpenChat {
  run: string;
  /** The request reads it no more; what is said first counts. */
  leave: (left: Left) => void;
}

/** The runs that requests have started: each has one, however often it is made again. */
export class Chats {
  readonly #service: Service;
  readonly #asked = new AskedBefore();
  readonly #readers: Readers;
  readonly #starting = new Map<string, Promise<unknown>>();

  constructor(service: Service) {
    this.#service = service;
    this.#readers = new Readers({
      graceMs: service.settings.cancelAfterMs,
      cancel: async (run) => await service.client.handle(run).cancel(),
    });
    service.closing.addEventListener('abort', () => this.#readers.close());
  }

  /**
   * The run of a request: one that the same request has started before, or a new one.
   *
   * @param isDetached whether the run goes on when nobody reads it any more
   * @param start starts the run with this id, or attaches to the one that is the same
   * @throws 409 where another request has used the same key
   */
  async open(
    call: ChatCall,
    isDetached: boolean,
    start: (id: string) => Promise<unknown>,
  ): Promise<OpenChat> {
    const { id, isKnown } = await this.#find(call);
    this.#asked.reads(id, call);
    try {
      await (isKnown ? this.#starting.get(id) : this.#start(id, start));
    } catch (error) {
      this.#asked.forget(id);
      throw refusalOf(error).status === 409 ? usedKey() : error;
    }
    const leave = this.#readers.join(id, isDetached);
    let hasLeft = false;
    return {
      run: id,
      leave: (left) => {
        if (hasLeft) return;
        hasLeft = true;
        this.#asked.left(id);
        leave(left);
      },
    };
  }

  async #find(call: ChatCall): Promise<{ id: string; isKnown: boolean }> {
    const { id, started } = this.#asked.find(call);
    if (started === 'other') throw usedKey();
    if (started === 'same') return { id, isKnown: true };
    if (call.key !== null || call.tries === 0) return { id, isKnown: false };
    const { temporal } = this.#service.client.parts;
    const since = new Date(Date.now() - triesAgainMs);
    const elsewhere = await latestRun(temporal, chatPrefix(call), since); // by another process
    return { id: elsewhere ?? id, isKnown: elsewhere !== null };
  }

  async #start(id: string, start: (id: string) => Promise<unknown>): Promise<void> {
    const starting = start(id);
    this.#starting.set(id, starting);
    try {
      await starting;
    } finally {
      this.#starting.delete(id);
    }
  }
}

function usedKey(): RefusedRequest {
  const message =
    'this Idempotency-Key was sent with another request before, or the team has changed since: take a new key';
  return new RefusedRequest('Request.Conflict', message, {
    headers: { 'x-should-retry': 'false' }, // the official clients would try again
  });
}
