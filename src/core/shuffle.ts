/** The items in an order that only depends on the seed: the same in every replay. */
export function shuffle<T>(items: readonly T[], seed: string): T[] {
  let state = hashOf(seed);
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const keyed = items.map((item) => ({ item, key: next() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

/** FNV-1a over the seed's code units. */
function hashOf(seed: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 16_777_619);
  return hash;
}
