/**
 * A signal that the first of several aborts. Not `AbortSignal.any`: on some Node 20 the garbage
 * collector takes a combined signal with it.
 */
export function eitherOf(...signals: AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) {
    const abort = () => either.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  }
  return either.signal;
}
