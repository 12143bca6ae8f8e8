import { Context } from '@temporalio/activity';
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
import { startHeartbeats } from '../heartbeat.ts';
import type { ListOwner } from '../store/lists.ts';
import type { Store } from '../store/open-store.ts';
import { readStoredTexts } from '../stored-texts.ts';
import { type AnswersWanted, gatherAnswers } from './gather-answers.ts';
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
  /** The items of a part of a list that are to be done, in order. */
  openItems(input: { list: string; from: number; to: number }): Promise<OpenItem[]>;
  /** Writes down what came of items. */
  settleItems(input: { list: string; items: SettledItem[] }): Promise<void>;
  /** What items have given, as texts for another step to read. */
  gatherAnswers(input: AnswersWanted): Promise<Text[]>;
  /** A page of the items of a step, for a client. */
  readItems(input: ItemsWanted): Promise<ItemsPage>;
}

export function createListActivities({ store }: { store: Store }): ListActivities {
  const { lists } = store;
  return {
    storeList: (input) =>
      whileBeating(async () => (await lists.find(input.list)) ?? (await storeList(store, input))),
    copyList: ({ earlier, ...owner }) =>
      whileBeating(
        async () => (await lists.find(owner.list)) ?? (await lists.copy(owner, earlier)) ?? null,
      ),
    async openItems({ list, from, to }) {
      const range = { after: from - 1, upTo: to, state: null, limit: to - from + 1 };
      const items = await lists.read(list, range);
      return items.flatMap(({ index, state, input }) =>
        state === 'succeeded' ? [] : [{ index, input }],
      );
    },
    settleItems: ({ list, items }) => lists.settle(list, items),
    gatherAnswers: (input) => whileBeating(() => gatherAnswers(store, input)),
    readItems: (input) => itemsOfStep(store, input),
  };
}

/** A page of the items of a step's newest list. */
export async function itemsOfStep(
  { lists }: Store,
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
  store: Store,
  { text, format, maxItems, name, ...owner }: NewList,
): Promise<StoredList> {
  const filled = await readStoredTexts(store.messages, text);
  const items = splitList(filled(text), format);
  if (items.length <= maxItems) return await store.lists.put(owner, items);
  const message = `the list of '${name}' has ${items.length} items, and its maxItems is ${maxItems}: raise that (to 100,000 at most), or give fewer`;
  throw failure(Failure.inputInvalid, message);
}

/** A long list takes a while: meanwhile its worker tells that it lives. */
async function whileBeating<T>(work: () => Promise<T>): Promise<T> {
  const stop = startHeartbeats(Context.current());
  try {
    return await work();
  } finally {
    stop();
  }
}
