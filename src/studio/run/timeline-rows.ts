import type { Bar } from '../../core/run-view/index.ts';

/** Whose time is shown, in the order in which they began. */
export function rowsOf(bars: readonly Bar[]): string[] {
  return [...new Set(bars.map(({ row }) => row))];
}
