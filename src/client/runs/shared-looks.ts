interface Look<T> {
  found: Promise<T>;
  /** When it was made, by `performance.now()`; `null`: it is under way. */
  madeAt: number | null;
}

/**
 * Looks that those share who ask for the same thing at the same time, or a moment later where that is
 * good enough for them.
 */
export class SharedLooks<T> {
  readonly #looks = new Map<string, Look<T>>();
  readonly #keptMs: number;

  /** @param keptMs how old a look is at most that is shared */
  constructor(keptMs: number) {
    this.#keptMs = keptMs;
  }

  /**
   * What is found under a key.
   *
   * @param look makes the look
   * @param maxAgeMs how long ago it may have been made; at 0 only one under way is shared
   */
  async find(key: string, look: () => Promise<T>, maxAgeMs: number): Promise<T> {
    const shared = this.#looks.get(key);
    if (shared !== undefined && this.#isGood(shared, maxAgeMs)) return await shared.found;
    const own: Look<T> = { found: look(), madeAt: null };
    this.#looks.set(key, own);
    try {
      return await own.found;
    } catch (error) {
      this.#forget(key, own);
      throw error;
    } finally {
      own.madeAt = performance.now();
      setTimeout(() => this.#forget(key, own), this.#keptMs).unref();
    }
  }

  #isGood(look: Look<T>, maxAgeMs: number): boolean {
    return look.madeAt === null || performance.now() - look.madeAt < maxAgeMs;
  }

  #forget(key: string, look: Look<T>): void {
    if (this.#looks.get(key) === look) this.#looks.delete(key);
  }
}
