import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));

/** Builds dist/ when a source is newer: the tests run the command line and the workflow bundle. */
export function setup(): void {
  execFileSync(process.execPath, [build, '--if-stale'], { stdio: 'inherit' });
}
