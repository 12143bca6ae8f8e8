import { type ListActivities, listWork } from '../../src/activities/lists/list-work.ts';
import type { ListStore } from '../../src/activities/store/lists.ts';
import { referTo } from '../../src/core/content.ts';
import type { ListedItem } from '../../src/core/list-items.ts';

/** Lists and their items in memory, their texts among all others. */
export function memoryLists(texts: Map<string, string>) {
  const lists = new Map<string, { step: string; items: ListedItem[] }>();
  const itemsOf = (list: string) => lists.get(list)?.items ?? [];
  const counts = (list: string) => {
    const items = itemsOf(list);
    const of = (state: string) => items.filter((each) => each.state === state).length;
    return { total: items.length, succeeded: of('succeeded'), failed: of('failed') };
  };
  const stored = (list: string) => ({ list, ...counts(list) });
  const ofStep = (step: string) => [...lists].findLast(([, each]) => each.step === step)?.[0];
  const store: ListStore = {
    find: async (list) => (lists.has(list) ? stored(list) : undefined),
    async put({ list, step }, given) {
      const items = given.map((text, index): ListedItem => {
        texts.set(`${list}#${index + 1}`, text);
        const input = referTo(`${list}#${index + 1}`, Buffer.byteLength(text));
        const open = { content: null, error: null, cost: null };
        return { index: index + 1, state: 'pending', input, ...open };
      });
      lists.set(list, { step, items });
      return stored(list);
    },
    async copy({ list, step }, earlier) {
      const from = ofStep(earlier);
      if (from === undefined) return undefined;
      const items = itemsOf(from).map((item): ListedItem =>
        item.state === 'succeeded'
          ? { ...item }
          : { ...item, state: 'pending', error: null, cost: null },
      );
      lists.set(list, { step, items });
      return stored(list);
    },
    ofStep: async (step) => ofStep(step),
    read: async (list, { after, upTo = Infinity, state, limit }) =>
      itemsOf(list)
        .filter(({ index }) => index > after && index <= upTo)
        .filter((item) => state === null || item.state === state)
        .slice(0, limit),
    open: async (list) =>
      itemsOf(list).flatMap(({ index, state }) => (state === 'succeeded' ? [] : [index])),
    async settle(list, settled) {
      for (const each of settled) {
        const item = itemsOf(list).find(({ index }) => index === each.index);
        const state = each.error === null ? ('succeeded' as const) : ('failed' as const);
        Object.assign(item ?? {}, each, { state });
      }
    },
    counts: async (list) => counts(list),
  };
  const messages = {
    read: async (ids: readonly string[]) => ids.map((id) => ({ id, text: texts.get(id) ?? '' })),
    async put({ id, content }: { id: string; content: string }) {
      const isNew = !texts.has(id);
      if (isNew) texts.set(id, content);
      return isNew;
    },
  };
  return { effects: effectsOf(listWork({ lists: store, messages })), lists: store };
}

/** The same as effects of a host. */
function effectsOf(work: ListActivities) {
  return {
    ...work,
    partsOf: (list: string, length: number) => work.partsOf({ list, length }),
    openItems: (list: string, from: number, to: number) => work.openItems({ list, from, to }),
    settleItems: (list: string, items: Parameters<ListStore['settle']>[1]) =>
      work.settleItems({ list, items: [...items] }),
  };
}
