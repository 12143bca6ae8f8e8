import { dependencyOn, readOwnManifest } from './own-package.ts';
import type { Project } from './project.ts';

/** The `package.json` of a project: its dependency is the package that writes it, its tools are ours. */
export function manifestOf({ folder, name, team }: Project): string {
  const own = readOwnManifest();
  const ours = { ...own.devDependencies, ...own.dependencies };
  const versions = (names: readonly string[]) =>
    Object.fromEntries(names.map((each) => [each, ours[each] ?? '*']));
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: own.engines,
    scripts: {
      start: 'durable-agents serve --register tools.ts --watch --open',
      ask: `durable-agents run teams/${team}.yaml --register tools.ts`,
      check: `durable-agents check teams/${team}.yaml --register tools.ts && tsc`,
      test: 'vitest run',
    },
    dependencies: { [own.name]: dependencyOn(folder), ...versions(['zod']) },
    devDependencies: versions(['@types/node', 'typescript', 'vitest', 'yaml']),
    allowScripts: own.allowScripts, // nothing has to be run when it is installed
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
