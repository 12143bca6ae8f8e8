import { createHash } from 'node:crypto';
import { contentHash } from '../core/content-hash.ts';
import { isLong, type Text } from '../core/content.ts';
import { Failure, failure } from '../core/failures.ts';
import type { StoredText } from '../core/model-call.ts';
import { storable } from './store/messages.ts';
import type { Store } from './store/open-store.ts';
import { readStoredTexts } from './stored-texts.ts';

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
  /**
   * Tells what a workflow has to know of a text that it does not read itself.
   *
   * @throws `Message.Missing` when a part of it is not in this worker's store
   */
  examineText(input: { text: Text; piece: string | null }): Promise<ExaminedText>;
}

/** What is to be known of a text, however long it is. */
export interface ExaminedText {
  /** The same for two texts only if they are the same. */
  hash: string;
  /** Whether the piece that was looked for is in it, in the same case. */
  hasPiece: boolean;
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
    async examineText({ text, piece }) {
      const whole = (await readStoredTexts(store.messages, text))(text);
      const hash = isLong(whole)
        ? createHash('sha256').update(whole).digest('base64url')
        : contentHash(whole); // as a workflow gives it to a text that it has itself
      return { hash, hasPiece: piece !== null && whole.includes(piece) };
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
