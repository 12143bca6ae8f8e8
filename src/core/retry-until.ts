export interface RetryLimits {
  /** Whether what a try failed with can pass. */
  canPass: (error: unknown) => boolean | Promise<boolean>;
  /** Milliseconds in which another try may begin. Default: any time. */
  limitMs?: number;
  /** Tries at most, the first included. Default: any number. */
  triesAtMost?: number;
  /** Milliseconds before the second try, twice as long before each later one, and half as much again or less by chance. */
  firstPauseMs: number;
  /** The longest pause. */
  longestPauseMs: number;
  /** Ends the pauses: one last try follows at once. */
  signal?: AbortSignal | undefined;
}

/**
 * Does work again, after a pause, while what it fails with can pass: the one loop of this kind. Only
 * for work that may be done twice.
 *
 * @throws what the last try failed with
 */
export async function retryUntil<T>(work: () => Promise<T>, limits: RetryLimits): Promise<T> {
  const { canPass, limitMs = Infinity, triesAtMost = Infinity, signal } = limits;
  const end = Date.now() + limitMs;
  let pauseMs = limits.firstPauseMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isLast = tries >= triesAtMost || signal?.aborted || Date.now() + pauseMs > end;
      if (isLast || !(await canPass(error))) throw error;
    }
    await pause(pauseMs * (0.5 + Math.random()), signal);
    pauseMs = Math.min(pauseMs * 2, limits.longestPauseMs);
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    function end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    }
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });
}
