import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Puts what npm would install in a project of `init` there, from where it lies already. */
export function installOffline(project: string): void {
  const modules = join(project, 'node_modules');
  const names = ['vitest', 'typescript', 'yaml', '@types/node', '.bin/vitest', '.bin/tsc'];
  for (const name of names) {
    const link = join(modules, name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(join(root, 'node_modules', name), link);
  }
}
