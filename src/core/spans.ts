/** Spans of time in order and apart, each from a moment to another; milliseconds since the epoch. */
export type Spans = readonly (readonly [from: number, to: number])[];

/** What is in any of these, in whatever order they are given. */
export function joined(spans: Spans): Spans {
  const all: [number, number][] = [];
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (to > from) all.push([from, to]);
  }
  return all;
}

/** What of the first is in none of the second. */
export function without(spans: Spans, others: Spans): Spans {
  const cuts = joined(others);
  return joined(spans).flatMap(([from, to]) => {
    const left: [number, number][] = [];
    let at = from;
    for (const [cutFrom, cutTo] of cuts) {
      if (cutTo <= at || cutFrom >= to) continue;
      if (cutFrom > at) left.push([at, cutFrom]);
      at = cutTo;
    }
    if (at < to) left.push([at, to]);
    return left;
  });
}

/** How long they are together, in ms. */
export function lengthOf(spans: Spans): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}
