/** `['steps', 1, 'agents', 0]` as `steps[1].agents[0]`. */
export function showPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (shown, key) =>
      typeof key === 'number'
        ? `${shown}[${key}]`
        : shown === ''
          ? String(key)
          : `${shown}.${String(key)}`,
    '',
  );
}
