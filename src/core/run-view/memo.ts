/** Computes something of an object once, for as long as the object is there. */
export function oncePer<O extends object, T>(compute: (of: O) => T): (of: O) => T {
  const known = new WeakMap<O, T>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined || known.has(of)) return before as T;
    const computed = compute(of);
    known.set(of, computed);
    return computed;
  };
}
