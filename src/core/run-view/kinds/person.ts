import type { KindView } from './kind.ts';

declare module '../types.ts' {
  interface OwnViews {
    /** Its question is among those of every node. */
    person: null;
  }
}

export const person: KindView<'person'> = { open: () => null };
