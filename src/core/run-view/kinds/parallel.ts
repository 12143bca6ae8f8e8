import { joinPath } from '../../step-path.ts';
import type { KindView } from './kind.ts';

/** Steps beside each other. */
export interface ParallelView {
  columns: readonly { name: string; path: string }[];
}

declare module '../types.ts' {
  interface OwnViews {
    parallel: ParallelView;
  }
}

export const parallel: KindView<'parallel'> = {
  open: (spec, path) => ({
    columns: (spec?.agents ?? []).map(({ name }) => ({ name, path: joinPath(path, name) })),
  }),
  begun: (own, { element, path }) =>
    own.columns.some((column) => column.path === path)
      ? own
      : { columns: [...own.columns, { name: element, path }] },
};
