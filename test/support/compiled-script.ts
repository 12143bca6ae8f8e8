import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** In the package, whose published names scripts import. */
const folder = fileURLToPath(new URL('../../.dist-scripts', import.meta.url));

/** A script of the tests as it is run: JavaScript, made before the tests begin. */
export const compiledScript = (file: string): string =>
  join(folder, `${basename(file, '.ts')}.mjs`);
