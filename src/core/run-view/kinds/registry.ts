import type { Kind } from '../../kinds/step.ts';
import * as all from './all.ts';
import type { KindView } from './kind.ts';

const kinds: { readonly [K in Kind]: KindView<K> } = all;

/** How a kind is looked at. */
export function kindView(kind: Kind): KindView<Kind> {
  return kinds[kind];
}
