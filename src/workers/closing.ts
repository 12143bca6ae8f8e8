/** What has to be closed, in the reverse of the order it was opened in. */
export class Closing {
  readonly #steps: (() => Promise<void>)[] = [];
  #closed: Promise<void> | undefined;

  /** Remembers how to close something, and hands it through. */
  add<T>(opened: T, close: (opened: T) => Promise<void> | void): T {
    this.#steps.push(async () => await close(opened));
    return opened;
  }

  /** Closes everything, once. A step that fails does not keep the others from being closed. */
  async close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    await this.#closed;
  }

  async #closeAll(): Promise<void> {
    const failed: unknown[] = [];
    for (const step of this.#steps.toReversed()) await step().catch((error) => failed.push(error));
    if (failed.length > 0) throw failed[0];
  }
}

/** Opens something that consists of several parts. Where one fails, those that are open are closed again. */
export async function openAll<T>(open: (closing: Closing) => Promise<T>): Promise<T> {
  const closing = new Closing();
  try {
    return await open(closing);
  } catch (error) {
    await closing.close().catch(() => undefined);
    throw error;
  }
}
