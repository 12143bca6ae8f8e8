import { createHash } from 'node:crypto';
import type { Said } from '../core/thread-window.ts';
import { storable } from './store/messages.ts';
import type { Store } from './store/open-store.ts';
import { readStoredTexts } from './stored-texts.ts';

/** What a pattern was asked and what it answered, for the thread that it continues. */
export interface Exchange extends Said {
  /** First-execution run id and path of the step. */
  step: string;
  /** Workflow id of the outermost run. */
  run: string;
  /** Who answered. */
  author: string;
}

export interface ExchangeActivities {
  /**
   * Appends an exchange to its thread. It may be repeated: the same is there once.
   *
   * @throws `Message.Missing` when a text is not in this worker's store
   */
  appendExchange(exchange: Exchange): Promise<void>;
}

export function createExchangeActivities({ store }: { store: Store }): ExchangeActivities {
  return {
    async appendExchange({ thread, step, run, author, input, answer }) {
      const filled = await readStoredTexts(store.messages, { input, answer });
      const messages = [
        { what: 'input', author: 'user', role: 'user' as const, text: input },
        { what: 'answer', author, role: 'assistant' as const, text: answer },
      ].map(({ what, text, ...said }) => {
        const content = storable(filled(text));
        // a workflow that was reset may ask and answer something else
        return { id: `${step}#${what}/${hashOf(content)}`, content, run, ...said };
      });
      await store.threads.add(thread, messages);
    },
  };
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
