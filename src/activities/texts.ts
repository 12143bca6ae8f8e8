import { Failure, failure } from '../core/failures.ts';
import type { StoredText } from '../core/model-call.ts';
import { storable } from './store/messages.ts';
import type { Store } from './store/open-store.ts';

/** Texts to be stored. */
interface NewTexts {
  texts: StoredText[];
  /** Who said them. */
  author: string;
  /** Workflow id of the outermost run. */
  run: string;
}

export interface TextActivities {
  /** Stores texts under their ids. Storing one again changes nothing: the first text stays. */
  storeTexts(input: NewTexts): Promise<void>;
  /**
   * Reads texts, in the order asked for.
   *
   * @throws `Message.Missing`, and `Payload.TooLarge` when they are over 1.5 MB together
   */
  readTexts(input: { ids: string[] }): Promise<StoredText[]>;
}

/** UTF-8 bytes of one answer: safely below the 2 MB of Temporal's payloads, quotes escaped. */
const readLimitBytes = 1_500_000;

export function createTextActivities({ store }: { store: Store }): TextActivities {
  return {
    async storeTexts({ texts, author, run }) {
      for (const { id, text } of texts) {
        await store.messages.put({ id, author, role: 'user', content: storable(text), run });
      }
    },
    async readTexts({ ids }) {
      const bytes = await store.messages.measure(ids);
      if (bytes > readLimitBytes) throw tooLarge(ids.length, bytes);
      return store.messages.read(ids);
    },
  };
}

function tooLarge(count: number, bytes: number) {
  const what = count === 1 ? 'a text' : `${count} texts together`;
  const advice = count === 1 ? 'read it from the store itself' : 'ask for fewer of them at a time';
  return failure(
    Failure.payloadTooLarge,
    `${what} of ${bytes} bytes: one answer holds ${readLimitBytes}. To do: ${advice}`,
    { details: { bytes, limit: readLimitBytes } },
  );
}
