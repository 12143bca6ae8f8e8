import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { databaseAddress, withoutPassword } from '../activities/store/database-url.ts';
import { digest } from './digest.ts';

/**
 * Tells the stores apart that processes on one embedded server use. A store inside the server's
 * state folder stays the same when that folder is moved.
 */
export function storeDigest(url: string, stateDir: string): string {
  const address = databaseAddress(url);
  if (address.kind === 'postgres') return digest(withoutPassword(address)).slice(0, 8);
  if (address.path === ':memory:') return digest(randomUUID()).slice(0, 8);
  const [file, folder] = [real(address.path), real(stateDir)];
  const inside = relative(folder, file);
  return digest(inside.startsWith('..') ? file : inside).slice(0, 8);
}

/** The path without symbolic links, as far as it exists. */
function real(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  const parent = dirname(whole);
  return parent === whole ? whole : join(real(parent), basename(whole));
}
