import { batchesOf } from '../../core/batches.ts';
import { isLong, bytesOf, referTo, sizeOf, type Text } from '../../core/content.ts';
import { type Answer, toContext } from '../../core/render.ts';
import { readStoredTexts } from '../stored-texts.ts';
import type { ListedStore } from './listed-store.ts';

/** Whose answers are put together, and of how many bytes a text of them is at most. */
export interface AnswersWanted {
  list: string;
  run: string;
  /** What an item is called. */
  itemName: string;
  /** Of the answers in one text; a longer answer is one by itself. */
  bytes: number;
}

/** Items that are read at once. */
const pageLength = 200;

/**
 * What the items that succeeded have given, in order, as texts for another step to read; what is long is
 * stored. Doing it again gives the same.
 */
export async function gatherAnswers(store: ListedStore, wanted: AnswersWanted): Promise<Text[]> {
  const { list, bytes } = wanted;
  const texts: Text[] = [];
  let waiting: Answer<string>[] = [];
  let room = bytes;
  async function close(): Promise<void> {
    if (waiting.length > 0) texts.push(await keep(store, wanted, texts.length, waiting));
    waiting = [];
    room = bytes;
  }
  for (let after = 0; ;) {
    const range = { after, state: 'succeeded', limit: pageLength } as const;
    const page = await store.lists.read(list, range);
    for (const answers of batchesOf(page, readAtOnce, ({ content }) => sizeOf(content ?? ''))) {
      const filled = await readStoredTexts(store.messages, answers);
      for (const { index, content } of answers) {
        const answer = { agentName: `${wanted.itemName} ${index}`, content: filled(content ?? '') };
        const size = bytesOf(answer.content);
        if (size > room) await close();
        waiting.push(answer);
        room -= size;
      }
    }
    after = page.at(-1)?.index ?? after;
    if (page.length < pageLength) break;
  }
  await close();
  return texts;
}

/** Bytes of answers that are read at once. */
const readAtOnce = 4_000_000;

async function keep(
  store: ListedStore,
  { list, run, bytes }: AnswersWanted,
  group: number,
  answers: readonly Answer<string>[],
): Promise<Text> {
  const text = toContext(answers) as string; // of strings alone it is one
  if (!isLong(text)) return text;
  const id = `${list}/answers-${bytes}/${group}`;
  await store.messages.put({ id, author: 'run', role: 'user', content: text, run });
  return referTo(id, bytesOf(text));
}
