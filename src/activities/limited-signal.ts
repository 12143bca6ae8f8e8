/** A signal that a cancellation or the end of a time aborts, whichever comes first. */
export interface LimitedSignal {
  signal: AbortSignal;
  /** Whether it was the time. */
  isTimeUp(): boolean;
  /** Counts another time from now on, instead of what was left. */
  restart(limitMs: number): void;
  /** Stops the clock. */
  release(): void;
}

/** Node's timers take no more. */
export const longestTimerMs = 2 ** 31 - 1;

/** Not `AbortSignal.any`: on some Node 20 the garbage collector takes a combined signal with it. */
export function limitSignal(cancellation: AbortSignal, limitMs: number): LimitedSignal {
  const controller = new AbortController();
  let timeUp = false;
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => controller.abort(cancellation.reason);
  const restart = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        timeUp = true;
        controller.abort();
      },
      Math.min(ms, longestTimerMs),
    );
  };
  restart(limitMs);
  if (cancellation.aborted) cancel();
  else cancellation.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    isTimeUp: () => timeUp,
    restart,
    release() {
      clearTimeout(timer);
      cancellation.removeEventListener('abort', cancel);
    },
  };
}

/** Rejects when a signal is aborted: with its reason, or with another one. */
export async function untilAborted(
  signal: AbortSignal,
  reasonOf = () => signal.reason as Error,
): Promise<never> {
  return await new Promise<never>((_, reject) => {
    const stop = () => reject(reasonOf());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
