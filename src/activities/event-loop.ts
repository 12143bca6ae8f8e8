import { setImmediate } from 'node:timers/promises';

/** How long work that could go on for longer holds the event loop in one piece. */
const pieceMs = 10;

let since = performance.now();

/**
 * To be awaited between the pieces of work whose amount has no bound: lets everything else of the
 * process have its turn when the last one was some time ago. A statement of SQLite is such a piece,
 * because its driver does not wait.
 */
export async function letOthersRun(): Promise<void> {
  if (performance.now() - since < pieceMs) return;
  await setImmediate();
  since = performance.now();
}
