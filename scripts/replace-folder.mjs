// Makes a folder anew beside the old one, which stays in its place, whole, until the new one is.
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * @param {string} folder
 * @param {(fresh: string) => void | Promise<void>} make fills the new folder
 */
export async function replaceFolder(folder, make) {
  const beside = () => mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  const fresh = beside();
  const old = beside();
  try {
    await make(fresh);
    swap(folder, fresh, join(old, 'old'));
  } finally {
    for (const each of [fresh, old]) rmSync(each, { recursive: true, force: true });
  }
}

/** Another build may put its own folder there in between: the last one stays. */
function swap(folder, fresh, old) {
  for (let tries = 1; ; tries++) {
    if (existsSync(folder)) renameSync(folder, `${old}-${tries}`);
    try {
      return renameSync(fresh, folder);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(error.code) || tries === 5) throw error;
    }
  }
}
