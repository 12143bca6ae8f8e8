import { Context } from '@temporalio/activity';

/** Well within the heartbeat timeout: a cancel reaches an activity with the answer to a heartbeat. */
const intervalMs = 500;

/** Runs something with a heartbeat every 500 ms. */
export async function withHeartbeat<T>(run: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), intervalMs);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}
