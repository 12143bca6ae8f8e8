/** A signal that others abort. */
export interface FirstAbort {
  signal: AbortSignal;
  /** Aborts it too. */
  abort: () => void;
  /** Listens to none of them any more: those that live for long keep nothing of it. */
  release: () => void;
}

/**
 * A signal that the first of several aborts, until it is released. Not `AbortSignal.any`: Node 20 keeps a
 * part of it for as long as the longest of them lives, and may let go of the whole before that.
 */
export function firstAbort(signals: readonly AbortSignal[]): FirstAbort {
  const over = new AbortController();
  const abort = () => over.abort();
  if (signals.some(({ aborted }) => aborted)) abort();
  for (const each of signals) each.addEventListener('abort', abort, { once: true });
  const release = () => signals.forEach((each) => each.removeEventListener('abort', abort));
  return { signal: over.signal, abort, release };
}
