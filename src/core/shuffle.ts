import { quickHash } from './quick-hash.ts';

/** The items in an order that only depends on the seed: the same in every replay. */
export function shuffle<T>(items: readonly T[], seed: string): T[] {
  let state = quickHash(seed);
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const keyed = items.map((item) => ({ item, key: next() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}
