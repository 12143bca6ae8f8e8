/** A figure, and between which values it lies with 95 % confidence. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** Standard deviations of a normal distribution that 95 % lie within. */
const z = 1.959964;

/**
 * The share of questions answered right.
 *
 * @see Wilson, "Probable inference, the law of succession, and statistical inference", 1927
 */
export function shareOf(right: number, all: number): Estimate {
  const value = right / all;
  const middle = (value + z ** 2 / (2 * all)) / (1 + z ** 2 / all);
  const half =
    (z * Math.sqrt((value * (1 - value)) / all + z ** 2 / (4 * all ** 2))) / (1 + z ** 2 / all);
  return { value, low: middle - half, high: middle + half };
}

/** One contender beside another on the same questions. */
export interface Paired {
  /** Share of right answers less that of the other. */
  difference: Estimate;
  /** Questions that only the one, and only the other, has answered right. */
  better: number;
  worse: number;
  /** Of McNemar's exact test: how likely at least such a difference is where there is none. */
  p: number;
}

/** @param one whether each question was answered right, in the order of `other` */
export function pairedWith(one: readonly boolean[], other: readonly boolean[]): Paired {
  const differences = one.map((right, index) => Number(right) - Number(other[index] ?? false));
  const better = differences.filter((each) => each > 0).length;
  const worse = differences.filter((each) => each < 0).length;
  return { difference: meanOf(differences), better, worse, p: mcnemar(better, worse) };
}

function meanOf(values: readonly number[]): Estimate {
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
  const half = z * Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
  return { value, low: value - half, high: value + half };
}

/** Two-sided, from the binomial distribution of those that differ. */
function mcnemar(better: number, worse: number): number {
  const all = better + worse;
  let logChoices = 0;
  let tail = 0;
  for (let count = 0; count <= Math.min(better, worse); count += 1) {
    if (count > 0) logChoices += Math.log((all - count + 1) / count);
    tail += Math.exp(logChoices - all * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
