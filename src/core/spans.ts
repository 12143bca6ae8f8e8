/** From a moment to another; milliseconds since the epoch. */
export type Span = readonly [from: number, to: number];

/** Spans of time in order and apart. */
export type Spans = readonly Span[];

/** What is in any of these, in whatever order they are given. */
export function joined(spans: Spans): Spans {
  const all: Span[] = [];
  for (const span of spans.toSorted(([a], [b]) => a - b)) include(all, span);
  return all;
}

/** Adds to spans in order and apart, and leaves them so. It looks at those alone that end no earlier. */
export function include(spans: Span[], [from, to]: Span): void {
  if (to <= from) return;
  let first = spans.length;
  while (first > 0 && endOf(spans[first - 1]) >= from) first -= 1;
  let [start, end] = [from, to];
  let behind = first;
  for (let next = spans[behind]; next !== undefined && next[0] <= to; next = spans[behind]) {
    start = Math.min(start, next[0]);
    end = Math.max(end, next[1]);
    behind += 1;
  }
  spans.splice(first, behind - first, [start, end]);
}

function endOf(span: Span | undefined): number {
  return span === undefined ? Number.NEGATIVE_INFINITY : span[1];
}

/** What of the first is in none of the second; both in order and apart. */
export function without(spans: Spans, cuts: Spans): Spans {
  const left: Span[] = [];
  let first = 0;
  for (const [from, to] of spans) {
    while (first < cuts.length && endOf(cuts[first]) <= from) first += 1;
    let at = from;
    for (let index = first; at < to; index += 1) {
      const [cutFrom, cutTo] = cuts[index] ?? [to, to];
      if (cutFrom > at) left.push([at, Math.min(cutFrom, to)]);
      at = Math.max(at, cutTo);
    }
  }
  return left;
}

/** How long they are together, in ms. */
export function lengthOf(spans: Spans): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}
