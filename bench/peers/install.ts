import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

interface Package {
  version: string;
  dependencies?: Record<string, string>;
}

const readPackage = (path: string): Package =>
  JSON.parse(readFileSync(`${folder}${path}package.json`, 'utf8')) as Package;

/** Installs the libraries that are compared, in this folder and in the versions it names. */
export function installPeers(): Record<string, string> {
  const { dependencies = {} } = readPackage('');
  const isThere = ([name, version]: [string, string]) =>
    existsSync(`${folder}node_modules/${name}`) &&
    readPackage(`node_modules/${name}/`).version === version;
  if (!Object.entries(dependencies).every(isThere)) {
    console.error('installing the libraries to compare with, in bench/peers');
    const args = ['install', '--no-save', '--no-package-lock', '--ignore-scripts'];
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return dependencies;
}
