import { createHash } from 'node:crypto';
import { bytesOf, isLong, referTo, type Text } from '../core/content.ts';
import { type NewMessage, storable } from './store/messages.ts';
import type { Store } from './store/open-store.ts';

/** What a text that is stored by its content is filed under, and as whose. */
export type StoredAs = Pick<NewMessage, 'author' | 'role' | 'run'> & {
  /** Begins its id. */
  name: string;
};

/** The text itself when it is short; a long one is stored under a hash of itself: once, whoever uses it. */
export async function offload(
  messages: Store['messages'],
  { name, ...storedAs }: StoredAs,
  text: string,
): Promise<Text> {
  if (!isLong(text)) return text;
  const content = storable(text);
  const id = `${name}/${createHash('sha256').update(content).digest('hex')}`;
  await messages.put({ id, content, ...storedAs });
  return referTo(id, bytesOf(content));
}
