import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { messageOf } from '../../core/error-words.ts';
import { refuse } from '../input/refused-input.ts';

/**
 * Writes a file whole or not at all: what stood there stays until the new one is written.
 *
 * @throws `Input.Invalid` where that cannot be
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw refuse(`'${file}' cannot be written: ${messageOf(error)}`);
  }
}
