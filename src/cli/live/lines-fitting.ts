/** A line of a frame, before it is cut to the room. */
export interface Line {
  indent: number;
  text: string;
  /** Whether it is shown rather than others: it tells of a step that runs, or is a question. */
  isLive?: boolean;
}

/**
 * The lines that so many rows have room for, in their order: the first one, those that are live, the
 * newest of the rest. Those that are left out are counted where the first of them stood.
 */
export function linesFitting(lines: readonly Line[], rows: number): Line[] {
  const [head, ...below] = lines;
  if (head === undefined || lines.length <= rows) return [...lines];
  const room = Math.max(0, rows - 2);
  const indices = below.map((_, index) => index).toReversed();
  const wanted = [
    ...indices.filter((index) => below[index]?.isLive),
    ...indices.filter((index) => !below[index]?.isLive),
  ];
  const kept = new Set(wanted.slice(0, room));
  const gap = below.findIndex((_, index) => !kept.has(index));
  const count = { indent: 0, text: `… ${below.length - room} more` };
  const shown = below.flatMap((line, index) => {
    if (kept.has(index)) return [line];
    return index === gap ? [count] : [];
  });
  return [head, ...shown].slice(0, rows);
}
