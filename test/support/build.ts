import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds dist/ when a source is newer: the tests run the command line and the workflow bundle. */
export function setup(): void {
  const built = `${root}dist/workflow-bundle.js`;
  const since = existsSync(built) ? statSync(built).mtimeMs : 0;
  const stale = readdirSync(`${root}src`, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && statSync(`${entry.parentPath}/${entry.name}`).mtimeMs > since,
  );
  if (stale) execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}
