import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a manifest says that is of use here. */
export interface OwnManifest {
  name: string;
  version: string;
  engines: { node: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  /** Packages that need not run their scripts at installation, for npm. */
  allowScripts?: Record<string, boolean>;
}

/** The folder of this package: a clone, or where it is installed. */
export const ownFolder = fileURLToPath(new URL('../../../', import.meta.url));

export function readOwnManifest(folder = ownFolder): OwnManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as OwnManifest;
}

/**
 * How a project depends on the package that writes it, as npm takes it: a range of versions, a tarball,
 * an address, or a folder.
 *
 * @param project folder of the project; paths are relative to it
 * @param folder of this package
 */
export function dependencyOn(project: string, folder = ownFolder): string {
  const own = resolve(folder);
  const modules = dirname(own);
  if (basename(modules) !== 'node_modules') return fileAt(project, own);
  const { name, version } = readOwnManifest(own);
  const root = dirname(modules);
  const wanted = dependencyIn(join(root, 'package.json'), name);
  const from = wanted ?? resolvedIn(join(modules, '.package-lock.json'), name);
  if (from?.startsWith('file:')) return fileAt(project, resolve(root, from.slice('file:'.length)));
  return from !== undefined && /^(git\+|github:|https?:)/.test(from) ? from : `^${version}`;
}

/** Whatever is installed there may be named by a file or an address only in the lock file's own words. */
function dependencyIn(file: string, name: string): string | undefined {
  const { dependencies, devDependencies } = parsed(file) as Partial<OwnManifest>;
  return dependencies?.[name] ?? devDependencies?.[name];
}

/** Where npm has it from, when no manifest names it; a registry's own address is its version. */
function resolvedIn(file: string, name: string): string | undefined {
  const { packages } = parsed(file) as { packages?: Record<string, { resolved?: string }> };
  const from = packages?.[`node_modules/${name}`]?.resolved;
  return from?.startsWith('http') ? undefined : from;
}

function parsed(file: string): object {
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}

function fileAt(project: string, path: string): string {
  const way = relative(resolve(project), path).replaceAll('\\', '/');
  return `file:${way.startsWith('.') ? way : `./${way}`}`;
}
