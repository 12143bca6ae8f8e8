import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** Everything that a module loads that is not of this project, with who loads it. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'/gm)].flatMap(
    ([, name = '']) =>
      name.startsWith('.')
        ? packagesOf(resolve(dirname(file), name), seen)
        : [`${name} by ${file}`],
  );
}

const entry = (path: string) =>
  fileURLToPath(new URL(`../../../src/core/${path}`, import.meta.url));

it.each(['run-view/index.ts', 'run-view/markdown/index.ts'])(
  '%s loads in a browser: no package, and nothing of Node',
  (path) => {
    expect(packagesOf(entry(path))).toEqual([]);
    expect(packagesOf(entry('parse-input.ts')).length).toBeGreaterThan(0);
  },
);
