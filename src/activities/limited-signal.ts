/** A signal that a cancellation or the end of a time aborts, whichever comes first. */
export interface LimitedSignal {
  signal: AbortSignal;
  /** Whether it was the time. */
  isTimeUp(): boolean;
  /** Stops the clock. */
  release(): void;
}

/** Not `AbortSignal.any`: on some Node 20 the garbage collector takes a combined signal with it. */
export function limitSignal(cancellation: AbortSignal, limitMs: number): LimitedSignal {
  const controller = new AbortController();
  let timeUp = false;
  const cancel = () => controller.abort(cancellation.reason);
  const timer = setTimeout(() => {
    timeUp = true;
    controller.abort();
  }, limitMs);
  if (cancellation.aborted) cancel();
  else cancellation.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    isTimeUp: () => timeUp,
    release() {
      clearTimeout(timer);
      cancellation.removeEventListener('abort', cancel);
    },
  };
}
