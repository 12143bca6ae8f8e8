import { Context } from '@temporalio/activity';
import { askOf } from './ask.ts';

export type BaselineActivities = ReturnType<typeof createBaselineActivities>;

/** One model call and nothing else: no ledger, no store, no price. */
export function createBaselineActivities(baseURL: string) {
  const askModel = askOf(baseURL);
  return {
    async ask(asked: { system: string; text: string }): Promise<string> {
      const context = Context.current();
      const { isLocal } = context.info; // a local activity has no heartbeat
      const timer = isLocal ? undefined : setInterval(() => context.heartbeat(), 500);
      try {
        return await askModel(asked, context.cancellationSignal);
      } finally {
        clearInterval(timer);
      }
    },
  };
}
