import { readElement } from '../../kinds/map/paths.ts';
import type { KindView } from './kind.ts';

/** A step for each item of a list. */
export interface MapView {
  /** `null`: not known yet. */
  counts: { total: number; succeeded: number; failed: number } | null;
  /** The step that gives the list; `null`: there is none. */
  list: string | null;
  /** Items, and runs for parts of them, in the order in which they began. */
  items: readonly string[];
  /** Groups of answers that were reduced, in that order; the last one says the answer. */
  reduced: readonly string[];
}

declare module '../types.ts' {
  interface OwnViews {
    map: MapView;
  }
}

export const map: KindView<'map'> = {
  open: () => ({ counts: null, list: null, items: [], reduced: [] }),
  begun(own, { element, path }) {
    switch (readElement(element)?.is) {
      case 'list':
        return { ...own, list: path };
      case 'item':
      case 'part':
        return { ...own, items: [...own.items, path] };
      case 'group':
      case 'reduce':
        return { ...own, reduced: [...own.reduced, path] };
      case undefined:
        return own;
    }
  },
  told(own, event) {
    if (event.type !== 'items.counted') return own;
    const { total, succeeded, failed } = event;
    return { ...own, counts: { total, succeeded, failed } };
  },
};
