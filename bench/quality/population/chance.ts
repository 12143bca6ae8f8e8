/** Numbers from 0 (included) to 1 (not included), the same ones again for the same name. */
export type Chance = () => number;

/** The mulberry32 generator, begun at the hash of a name. */
export function chanceOf(name: string): Chance {
  let state = hashOf(name) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** FNV-1a of a text's UTF-16 units, 32 bits without a sign. */
export function hashOf(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  return hash >>> 0;
}

/** A draw of the beta distribution. */
export function drawBeta(a: number, b: number, chance: Chance): number {
  const [one, other] = [drawGamma(a, chance), drawGamma(b, chance)];
  return one / (one + other);
}

/** A weight below this counts as this: the gamma distribution has none for 0. */
const leastWeight = 1e-3;

/**
 * An index, drawn with probabilities that are themselves drawn from the Dirichlet distribution with
 * these weights: a draw of the Dirichlet-compound-multinomial distribution.
 */
export function drawIndex(weights: readonly number[], chance: Chance): number {
  const shares = weights.map((weight) => drawGamma(Math.max(weight, leastWeight), chance));
  let left = chance() * shares.reduce((sum, share) => sum + share);
  const found = shares.findIndex((share) => (left -= share) < 0);
  return found < 0 ? weights.length - 1 : found;
}

/** @see Marsaglia and Tsang, "A simple method for generating gamma variables", 2000 */
function drawGamma(shape: number, chance: Chance): number {
  if (shape < 1) return drawGamma(shape + 1, chance) * chance() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const { x, v } = drawPositive(c, chance);
    if (Math.log(chance()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function drawPositive(c: number, chance: Chance): { x: number; v: number } {
  for (;;) {
    const x = drawNormal(chance);
    const root = 1 + c * x;
    if (root > 0) return { x, v: root ** 3 };
  }
}

function drawNormal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(chance() + 1e-12)) * Math.cos(2 * Math.PI * chance());
}
