import Database from 'libsql';

export interface KeeperLock {
  release(): void;
}

/**
 * Takes the lock that only one keeper of a state folder can hold: an exclusive SQLite transaction
 * that is never committed. The operating system frees it however the holder ends, kill -9 included.
 *
 * @returns `undefined` when another process holds it
 */
export function tryLock(file: string): KeeperLock | undefined {
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { release: () => void database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
}
