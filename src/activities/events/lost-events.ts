/** What followers will not see. The first of each kind is a warning in the worker's log. */
export class LostEvents {
  #count = 0;
  readonly #warned = new Set<string>();

  /** How many events and pieces of text were lost so far. */
  get count(): number {
    return this.#count;
  }

  /** @param why as the warning says it */
  add(count: number, why: string, details: Record<string, unknown>): void {
    if (count === 0) return;
    this.#count += count;
    if (this.#warned.has(why)) return;
    this.#warned.add(why);
    void warn(why, details);
  }
}

/** Who only reads a store is in no activity, and has not loaded what they need. */
async function warn(message: string, details: Record<string, unknown>): Promise<void> {
  try {
    const { log } = await import('@temporalio/activity');
    log.warn(message, details);
  } catch {
    // No log is at hand.
  }
}
