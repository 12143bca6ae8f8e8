/** What an iterator gives next, or `late`. */
export type Next<T> = IteratorResult<T> | 'late';

/** Reads an iterator with a limit of time for each step; what comes too late is given by the next. */
export class NextWithin<T> {
  readonly #iterator: AsyncIterator<T>;
  #coming: Promise<IteratorResult<T>> | undefined;

  constructor(items: AsyncIterable<T>) {
    this.#iterator = items[Symbol.asyncIterator]();
  }

  /** @param ms `null`: however long it takes */
  async next(ms: number | null): Promise<Next<T>> {
    this.#coming ??= this.#iterator.next();
    const got = ms === null ? await this.#coming : await this.#within(this.#coming, ms);
    if (got !== 'late') this.#coming = undefined;
    return got;
  }

  /** Reads no more. What was still to come is not waited for: whoever gives it has its own signal. */
  leave(): void {
    this.#coming?.catch(() => undefined);
    void this.#iterator.return?.()?.catch(() => undefined);
  }

  async #within(coming: Promise<IteratorResult<T>>, ms: number): Promise<Next<T>> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), ms);
    });
    try {
      return await Promise.race([coming, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
