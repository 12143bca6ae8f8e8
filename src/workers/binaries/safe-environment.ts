import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, relative } from 'node:path';

/**
 * The folders of PATH in which programs may be looked for: absolute ones, and none inside the current
 * folder, as package managers put there what a cloned folder has brought along.
 */
export function safeFolders(env: NodeJS.ProcessEnv, current = process.cwd()): string[] {
  const here = realOf(current);
  // Who stands in the home folder, or above it, has programs of their own below.
  const isAboveHome = isInside(realOf(env['HOME'] || homedir()), here);
  return (env['PATH'] ?? '').split(delimiter).filter((folder) => {
    if (!isAbsolute(folder)) return false;
    return isAboveHome ? !folder.includes('node_modules') : !isInside(realOf(folder), here);
  });
}

/** An environment in which no program is told to load anything from a relative path. */
export function safeEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('PYTHON'));
  return { ...Object.fromEntries(kept), PATH: safeFolders(env).join(delimiter) };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
