import { useEffect, useState } from 'preact/hooks';

/** A value that parts of the page look at: they are drawn again when it changes. */
export interface Cell<T> {
  get(): T;
  set(value: T): void;
  /** Calls back at every change, until what it returns is called. */
  listen(changed: () => void): () => void;
}

export function cell<T>(first: T): Cell<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const changed of listeners) changed();
    },
    listen(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

/** The cell's value, now and whenever it changes. */
export function useCell<T>(watched: Cell<T>): T {
  const [, draw] = useState({});
  const value = watched.get();
  useEffect(() => {
    if (!Object.is(watched.get(), value)) draw({}); // it has changed before anybody listened
    return watched.listen(() => draw({}));
  }, [watched]);
  return value;
}
