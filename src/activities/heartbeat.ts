import { Context } from '@temporalio/activity';

/** Well within the heartbeat timeout: a cancel reaches an activity with the answer to a heartbeat. */
const intervalMs = 500;

/** Heartbeats while `run` does, so that a cancel reaches it and a dead worker is noticed. */
export async function withHeartbeat<T>(run: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), intervalMs);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}
