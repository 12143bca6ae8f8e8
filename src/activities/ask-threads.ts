import type { ThreadQuestion, ThreadReads } from '../core/thread-reads.ts';
import type { Store } from './store/open-store.ts';

export interface ThreadReadActivities {
  /** Answers a question about threads for a client; `null` where there is no such thread. */
  askThreads(question: ThreadQuestion): Promise<unknown>;
}

export function createThreadReadActivities({ store }: { store: Store }): ThreadReadActivities {
  return {
    async askThreads({ ask, about }) {
      const read = store.threads.reads[ask] as (
        about: unknown,
      ) => ReturnType<ThreadReads[keyof ThreadReads]>;
      const answer = await read(about);
      return answer === undefined ? { missing: true } : { answer };
    },
  };
}
