/**
 * Looks that are asked for: each asker gets one that begins after it has asked, shares it with whoever
 * asks meanwhile, and waits for it where the one before began a moment ago.
 */
export class Looks {
  readonly #look: () => Promise<void>;
  readonly #everyMs: number;
  /** One that has not begun. */
  #next: Promise<void> | undefined;
  #begun = Number.NEGATIVE_INFINITY;

  /** @param everyMs between the beginnings of two at least */
  constructor(look: () => Promise<void>, everyMs: number) {
    this.#look = look;
    this.#everyMs = everyMs;
  }

  async look(): Promise<void> {
    await (this.#next ??= this.#soon());
  }

  async #soon(): Promise<void> {
    const waitMs = Math.max(0, this.#begun + this.#everyMs - performance.now());
    await new Promise<void>((resolve) => setTimeout(resolve, waitMs));
    this.#next = undefined;
    this.#begun = performance.now();
    await this.#look();
  }
}
