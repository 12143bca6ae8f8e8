import { kindOf } from '../../kinds/registry.ts';
import type { Kind } from '../../kinds/step.ts';
import * as all from './all.ts';
import type { KindView } from './kind.ts';

const kinds: { readonly [K in Kind]?: KindView<K> } = all;

/** How a kind is looked at: as it is listed here, or as it says itself. */
export function kindView(kind: Kind): KindView<Kind> {
  return kinds[kind] ?? kindOf({ kind }).view ?? steps;
}

/** Of a kind that shows nothing but the steps inside it. */
const steps: KindView<Kind> = { open: () => null };
