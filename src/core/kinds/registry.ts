import * as all from './all.ts';
import type { StepKind } from './kind.ts';
import type { Kind } from './step.ts';

const kinds: { readonly [K in Kind]: StepKind<K> } = all;

/** The names of all kinds, in alphabetical order. */
export const kindNames = Object.keys(kinds).toSorted() as Kind[];

/** What is known of the kind of a step, or of a result: both have a `kind`. */
export function kindOf({ kind }: { kind: Kind }): StepKind<Kind> {
  return kinds[kind];
}

export function isKind(name: string): name is Kind {
  return Object.hasOwn(kinds, name);
}
