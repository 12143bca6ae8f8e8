import { bytesOf } from './content.ts';

/**
 * Tells texts of one run apart, where the workflow sandbox has no cryptography: 64-bit FNV-1a over
 * UTF-16 units, and the length. Not safe against somebody who looks for a collision.
 *
 * @see https://datatracker.ietf.org/doc/draft-eastlake-fnv/
 */
export function contentHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return `${hash.toString(16).padStart(16, '0')}-${bytesOf(text)}`;
}
