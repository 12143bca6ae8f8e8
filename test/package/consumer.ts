import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A user's folder, in which the packed package is installed, and nothing else. */
    consumer: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packs the package and installs it, without the network, in a folder far from this one. */
export function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-package-'));
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "consumer", "type": "module", "private": true }\n',
  );
  unpack(pack(folder), join(folder, 'node_modules/durable-agents'));
  for (const path of dependencies()) mirror(join(root, path), join(folder, path));
  project.provide('consumer', folder);
  // not in one piece: vitest is ending its workers meanwhile
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function pack(folder: string): string {
  const words = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  return join(folder, execFileSync('npm', words, { cwd: root, encoding: 'utf8' }).trim());
}

function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', folder]);
  rmSync(tarball);
}

/** Where what the package depends on is, as the lock file says; nothing that only this project needs. */
function dependencies(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  return Object.entries(lock.packages).flatMap(([path, { dev = false }]) =>
    path !== '' && !dev && existsSync(join(root, path)) ? [path] : [],
  );
}

/** A folder again, its files being the same ones where the file system allows it. */
function mirror(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === 'node_modules') continue; // its packages have lines of their own
    if (entry.isDirectory()) mirror(source, copy);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), copy);
    else linkOrCopy(source, copy);
  }
}

function linkOrCopy(source: string, copy: string): void {
  try {
    linkSync(source, copy);
  } catch {
    copyFileSync(source, copy);
  }
}
