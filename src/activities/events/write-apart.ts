import { isRefused } from '../store/refused.ts';

/** How rows are written, and who learns of those that cannot be. */
export interface Writing<T> {
  /** Writes some rows: all of them or none. */
  write: (rows: readonly T[]) => Promise<void>;
  /** The database will never take this one. */
  onRefused: (row: T, error: unknown) => void;
}

/** Rows that wait for the database. */
export interface Unwritten<T> {
  rows: readonly T[];
  /** Why. */
  error: unknown;
}

/**
 * Writes rows in order, together where the database takes them; where it refuses something in them,
 * half by half, so that what is refused keeps nothing else from being written.
 *
 * @returns what could not be written because the database was away, with all behind it; `undefined`: nothing
 */
export async function writeApart<T>(
  rows: readonly T[],
  writing: Writing<T>,
): Promise<Unwritten<T> | undefined> {
  const [first] = rows;
  if (first === undefined) return undefined;
  try {
    await writing.write(rows);
    return undefined;
  } catch (error) {
    if (!isRefused(error)) return { rows, error };
    if (rows.length > 1) return await writeHalves(rows, writing);
    writing.onRefused(first, error);
    return undefined;
  }
}

async function writeHalves<T>(
  rows: readonly T[],
  writing: Writing<T>,
): Promise<Unwritten<T> | undefined> {
  const middle = Math.ceil(rows.length / 2);
  const left = await writeApart(rows.slice(0, middle), writing);
  const behind = rows.slice(middle);
  if (left === undefined) return await writeApart(behind, writing);
  return { ...left, rows: [...left.rows, ...behind] };
}
