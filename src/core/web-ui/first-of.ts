/** The first of many, at most so many, without going through the others. */
export function firstOf<T>(values: Iterable<T>, atMost: number): T[] {
  const first: T[] = [];
  for (const value of values) {
    if (first.length === atMost) break;
    first.push(value);
  }
  return first;
}
