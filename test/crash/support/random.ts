/** What the random moments of this run of the suite depend on; CRASH_SEED repeats what was printed. */
export const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 2 ** 31);

/** Numbers in `[0, 1)`, the same for the same seed. */
export type Random = () => number;

export function randomOf(start: number): Random {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Different whole numbers in `[0, below)`, in order. */
export function pickSome(random: Random, count: number, below: number): number[] {
  const picked = new Set<number>();
  while (picked.size < Math.min(count, below)) picked.add(Math.floor(random() * below));
  return [...picked].toSorted((a, b) => a - b);
}

/** All of them again and again, each time in another order, until there are so many. */
export function dealt<T>(random: Random, all: readonly T[], count: number): T[] {
  const some: T[] = [];
  while (some.length < count) {
    const keyed = all.map((each) => ({ each, key: random() }));
    some.push(...keyed.toSorted((a, b) => a.key - b.key).map(({ each }) => each));
  }
  return some.slice(0, count);
}
