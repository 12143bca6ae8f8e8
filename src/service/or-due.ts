/**
 * What is iterated, and `due` whenever the time comes that `dueIn` says before the next item does.
 *
 * @param dueIn milliseconds from now; `null`: never
 */
export async function* orDue<T>(
  items: AsyncIterable<T>,
  dueIn: () => number | null,
): AsyncGenerator<T | 'due'> {
  const iterator = items[Symbol.asyncIterator]();
  let coming = iterator.next();
  try {
    for (;;) {
      const ms = dueIn();
      const next = ms === null ? await coming : await within(coming, ms);
      if (next === 'due') {
        yield 'due';
        continue;
      }
      if (next.done === true) return;
      yield next.value;
      coming = iterator.next();
    }
  } finally {
    // whoever gives the items is told by a signal to end, and may first give one more
    coming.catch(() => undefined);
    iterator.return?.()?.catch(() => undefined);
  }
}

async function within<T>(coming: Promise<T>, ms: number): Promise<T | 'due'> {
  let timer: NodeJS.Timeout | undefined;
  const due = new Promise<'due'>((resolve) => {
    timer = setTimeout(() => resolve('due'), ms);
  });
  try {
    return await Promise.race([coming, due]);
  } finally {
    clearTimeout(timer);
  }
}
