/** Random choices that a seed repeats. */
export interface Random {
  /** A whole number below. */
  below(limit: number): number;
  oneOf<T>(values: readonly T[]): T;
  /** With this share of the times. */
  chance(share: number): boolean;
}

/** Mulberry32: small, and the same everywhere. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    oneOf: (values) => values[below(values.length)] as (typeof values)[number],
  };
}
