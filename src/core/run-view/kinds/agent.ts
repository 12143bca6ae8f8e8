import type { KindView } from './kind.ts';

declare module '../types.ts' {
  interface OwnViews {
    /** Its turns, tools and questions are those of every node. */
    agent: null;
  }
}

export const agent: KindView<'agent'> = { open: () => null };
