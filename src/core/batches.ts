/** The items in order, in batches of at most `limit` together; a larger item is a batch by itself. */
export function batchesOf<T>(
  items: Iterable<T>,
  limit: number,
  sizeOf: (item: T) => number,
): T[][] {
  const batches: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const batch = size <= room ? batches.at(-1) : undefined;
    if (batch === undefined) batches.push([item]);
    else batch.push(item);
    room = (batch === undefined ? limit : room) - size;
  }
  return batches;
}
