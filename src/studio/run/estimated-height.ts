import type { ViewNode } from '../../core/run-view/index.ts';

/** Of a statement without its text, and of a line of it; rem. */
const frame = 6;
const line = 1.7;

/**
 * About how high statements in columns are, before they are laid out: then the page scrolls to where
 * something stands, and lays out no more than what is near the screen.
 *
 * @param columns how many stand side by side on a wide screen
 */
export function estimatedHeight(nodes: readonly (ViewNode | null)[], columns: number) {
  const lengths = nodes.map((node) => node?.content?.length ?? 0);
  const perLine = 150 / columns;
  const rows = Math.ceil(nodes.length / columns);
  const height = rows * (frame + (line * Math.max(0, ...lengths)) / perLine);
  return { '--height': `${Math.round(Math.min(height, 600))}rem` };
}
