import { fill, messagesIn, type Text } from '../core/content.ts';
import { wellFormed } from '../core/unicode.ts';
import type { Store } from './store/open-store.ts';

/**
 * Reads everything that a JSON value refers to, and gives what puts it into the value's texts.
 *
 * @throws `Message.Missing` when a text is not in this worker's store
 */
export async function readStoredTexts(
  messages: Pick<Store['messages'], 'read'>,
  value: unknown,
): Promise<(text: Text) => string> {
  const stored = await messages.read([...messagesIn(value).keys()]);
  const texts = new Map(stored.map(({ id, text }) => [id, text]));
  // a literal piece may be of a run that a foreign client has started
  return (text) => wellFormed(fill(text, (id) => texts.get(id) ?? ''));
}
