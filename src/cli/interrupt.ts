import { ExitStatus } from './command.ts';
import { endProcess } from './own-process.ts';

/**
 * Aborted by the first SIGINT, SIGTERM or SIGHUP (the terminal has closed), for an orderly end. The second one ends the process at
 * once.
 */
export function interruption(): AbortSignal {
  const first = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first.signal.aborted) endProcess(ExitStatus.interrupted);
      first.abort();
    });
  }
  return first.signal;
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Thrown where Ctrl-C has come before there was anything that could stay. */
export class Interrupted extends Error {}

/**
 * Waits for work that nothing is lost with.
 *
 * @throws Interrupted when Ctrl-C comes first
 */
export async function orInterrupted<T>(work: Promise<T>, interrupted: AbortSignal): Promise<T> {
  const stopped = aborted(interrupted).then(() => {
    throw new Interrupted();
  });
  return await Promise.race([work, stopped]);
}
