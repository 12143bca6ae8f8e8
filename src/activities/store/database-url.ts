import { fileURLToPath } from 'node:url';
import { Failure, failure } from '../../core/failures.ts';

/** What a database address means. */
export type DatabaseAddress =
  /** `:memory:` for a store of one's own. */
  { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };

/**
 * Reads a database address: a path of a SQLite file, the same as `file:…`, or `postgres://…`.
 *
 * @throws `Input.Invalid` for any other kind of database; the address may hold a password, and is
 *   not said
 */
export function databaseAddress(url: string): DatabaseAddress {
  if (url.startsWith('file://')) return { kind: 'sqlite', path: fileURLToPath(url) };
  if (url.startsWith('file:')) return { kind: 'sqlite', path: url.slice('file:'.length) };
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined && url !== '') return { kind: 'sqlite', path: url };
  if (scheme === 'postgres' || scheme === 'postgresql') return { kind: 'postgres', url };
  const problem =
    scheme === undefined
      ? 'the address of the database is empty'
      : `a database of the kind '${scheme}' is not supported`;
  throw failure(
    Failure.inputInvalid,
    `${problem}: DATABASE_URL is a SQLite file, as a path or as file:…, or postgres://…`,
  );
}

/** An address for people and for fingerprints: without its password. */
export function withoutPassword(address: DatabaseAddress): string {
  if (address.kind === 'sqlite') return address.path;
  try {
    const url = new URL(address.url);
    return `postgres://${url.username}@${url.host}${url.pathname}`;
  } catch {
    return 'postgres://'; // the driver says what is wrong with it
  }
}
