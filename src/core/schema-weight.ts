/** Levels of a schema at most: what is deeper costs a compiler its stack, and no model follows it. */
const deepestSchema = 100;

/** Characters of a schema, written as JSON, at most. It is told to the model with every call. */
const longestSchema = 200_000;

/** Schemas inside a schema, itself included, at most: each is compiled into some lines of code. */
const mostSchemas = 2_000;

/** What a check by a schema may cost. */
export interface SchemaWeight {
  /** Schemas in it, itself included. */
  schemas: number;
  /**
   * Checks that one value may be put through at most, its alternatives and references followed;
   * `Infinity`: nobody can tell.
   */
  checks: number;
}

/** Why a schema is larger than any that is taken; `null`: it is not. */
export function sizeProblem(schema: object): string | null {
  if (isDeeper(schema, deepestSchema)) return `it is nested more than ${deepestSchema} levels deep`;
  const { length } = JSON.stringify(schema);
  if (length > longestSchema)
    return `it has ${length} characters, and at most ${longestSchema} are taken: say large lists in the instructions, or check them in a step of your own`;
  const { schemas } = weigh(schema);
  if (schemas > mostSchemas)
    return `it has ${schemas} schemas in it, and at most ${mostSchemas} are taken: split the answer over several agents`;
  return null;
}

/** Whether objects and lists stand in one another more than so many levels deep, or in a circle. */
export function isDeeper(value: unknown, levels: number): boolean {
  let level = new Set([value]);
  for (let depth = 0; depth <= levels; depth += 1) {
    level = new Set([...level].flatMap(innerOf));
    if (level.size === 0) return false;
  }
  return true;
}

function innerOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((inner) => typeof inner === 'object' && inner !== null);
}

/** Keywords whose work depends on the text or the number of values, without any bound. */
const unbounded = new Set(['pattern', 'patternProperties', 'uniqueItems']);

/**
 * Weighs a schema that is not too deep. References inside it are followed; with one that leads back
 * to itself, nobody can tell what a check will cost. What only looks like a keyword, a property
 * called `pattern`, is taken for one: that costs a little time, and the other way round could cost all of it.
 */
export function weigh(schema: object): SchemaWeight {
  const scale = new Scale(schema);
  const checks = scale.checksOf(schema, 0);
  return { schemas: scale.schemas, checks };
}

class Scale {
  /** Objects that were looked at: each is a schema, or a list of some. */
  schemas = 0;
  readonly #root: object;
  readonly #known = new Map<object, number>();

  constructor(root: object) {
    this.#root = root;
  }

  checksOf(node: object, depth: number): number {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    this.#known.set(node, Infinity); // until it is known, it refers to itself
    this.schemas += 1;
    const checks = this.#sum(node, depth);
    this.#known.set(node, checks);
    return checks;
  }

  #sum(node: object, depth: number): number {
    let sum = 1;
    for (const [key, value] of Object.entries(node) as [string, unknown][]) {
      if (unbounded.has(key)) sum = Infinity;
      if (key === 'enum' && Array.isArray(value)) sum += value.length / 10;
      if (key.endsWith('$ref') || key.endsWith('Ref')) sum += this.#referred(value, depth);
      else if (typeof value === 'object' && value !== null) sum += this.checksOf(value, depth + 1);
    }
    return sum;
  }

  #referred(reference: unknown, depth: number): number {
    const target = depth < deepestSchema ? this.#find(reference) : undefined;
    return target === undefined ? Infinity : this.checksOf(target, depth + 1);
  }

  /** The place that `#/$defs/name` means; `undefined`: it is written in another way. */
  #find(reference: unknown): object | undefined {
    if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
    let at: unknown = this.#root;
    for (const part of reference.slice(2).split('/')) {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
      at = (at as Record<string, unknown>)[part];
    }
    return typeof at === 'object' && at !== null ? at : undefined;
  }
}
