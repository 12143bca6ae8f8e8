import type { Text } from '../../core/content.ts';
import { Failure, failure } from '../../core/failures.ts';
import type {
  ItemsPage,
  ItemsWanted,
  ListFormat,
  OpenItem,
  SettledItem,
  StoredList,
} from '../../core/list-items.ts';
import type { ListOwner } from '../store/lists.ts';
import type { Store } from '../store/open-store.ts';
import { readStoredTexts } from '../stored-texts.ts';
import { type AnswersWanted, gatherAnswers } from './gather-answers.ts';
import type { ListedStore } from './listed-store.ts';
import { splitList } from './split-list.ts';

/** A list to be stored. */
export interface NewList extends ListOwner {
  /** Where its items stand. */
  text: Text;
  format: ListFormat;
  /** A longer one is refused. */
  maxItems: number;
  /** What refuses it. */
  name: string;
}

export interface ListActivities {
  /**
   * Stores a list. Storing it again changes nothing.
   *
   * @throws `Input.Invalid` for what is no list, or too long
   */
  storeList(input: NewList): Promise<StoredList>;
  /** Stores the list of an earlier step once more, for what failed there; `null`: it had none. */
  copyList(input: ListOwner & { earlier: string }): Promise<StoredList | null>;
  /** The first and the last index of parts that have so many items to be done each, and the rest. */
  partsOf(input: { list: string; length: number }): Promise<[number, number][]>;
  /** The items of a part of a list that are to be done, in order. */
  openItems(input: { list: string; from: number; to: number }): Promise<OpenItem[]>;
  /** Writes down what came of items. */
  settleItems(input: { list: string; items: SettledItem[] }): Promise<void>;
  /** What items have given, as texts for another step to read. */
  gatherAnswers(input: AnswersWanted): Promise<Text[]>;
  /** A page of the items of a step, for a client. */
  readItems(input: ItemsWanted): Promise<ItemsPage>;
}

/** What is done with lists, wherever it is done. */
export function listWork(store: ListedStore): ListActivities {
  const { lists } = store;
  return {
    storeList: async (input) => (await lists.find(input.list)) ?? (await storeList(store, input)),
    copyList: async ({ earlier, ...owner }) =>
      (await lists.find(owner.list)) ?? (await lists.copy(owner, earlier)) ?? null,
    async partsOf({ list, length }) {
      const open = await lists.open(list);
      const parts: [number, number][] = [];
      for (let at = 0; at < open.length; at += length) {
        const part = open.slice(at, at + length);
        parts.push([part[0] ?? 0, part.at(-1) ?? 0]);
      }
      return parts;
    },
    async openItems({ list, from, to }) {
      const range = { after: from - 1, upTo: to, state: null, limit: to - from + 1 };
      const items = await lists.read(list, range);
      return items.flatMap(({ index, state, input }) =>
        state === 'succeeded' ? [] : [{ index, input }],
      );
    },
    settleItems: ({ list, items }) => lists.settle(list, items),
    gatherAnswers: (input) => gatherAnswers(store, input),
    readItems: (input) => itemsOfStep(store, input),
  };
}

/** A page of the items of a step's newest list. */
export async function itemsOfStep(
  { lists }: Pick<Store, 'lists'>,
  { step, after, state, limit }: ItemsWanted,
): Promise<ItemsPage> {
  const list = await lists.ofStep(step);
  if (list === undefined) return { counts: null, items: [] };
  const [counts, items] = await Promise.all([
    lists.counts(list),
    lists.read(list, { after, state, limit }),
  ]);
  return { counts, items };
}

async function storeList(
  store: ListedStore,
  { text, format, maxItems, name, ...owner }: NewList,
): Promise<StoredList> {
  const filled = await readStoredTexts(store.messages, text);
  const items = splitList(filled(text), format);
  if (items.length <= maxItems) return await store.lists.put(owner, items);
  const message = `the list of '${name}' has ${items.length} items, and its maxItems is ${maxItems}: raise that (to 100,000 at most), or give fewer`;
  throw failure(Failure.inputInvalid, message);
}
