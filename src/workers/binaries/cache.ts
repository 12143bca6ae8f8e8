import { randomUUID } from 'node:crypto';
import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { sha256OfFile } from './sha256.ts';
import type { Binary, Search, Step } from './step.ts';

/** What lies beside a cached binary. Written last, so a reader of it finds its binary whole. */
const Sidecar = z.strictObject({
  file: z.string(),
  sha256: z.string(),
  version: z.string(),
  source: z.string(),
  /** The file when its hash was last checked; see {@link stampOf}. */
  stamp: z.string(),
});

type Sidecar = z.output<typeof Sidecar>;

/** Where binaries are kept, once a machine: `$XDG_CACHE_HOME/durable-agents/bin`. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  return join(base, 'durable-agents', 'bin');
}

/** The binary fetched earlier, if its bytes are still the ones that were stored. */
export const fromCache: Step = {
  name: 'cache',
  async look(search) {
    const folder = cacheFolder(search.env);
    const sidecar = await readSidecar(sidecarPath(folder, search));
    if (!sidecar) return { missed: `nothing usable in ${folder}` };
    const path = join(folder, basename(sidecar.file));
    if (await isIntact(path, sidecar, search)) return { path, source: `cache, ${sidecar.source}` };
    search.log(`${path} is damaged, fetching it again`);
    return { missed: `${path} is damaged (its SHA-256 is not the one stored)` };
  },
};

/**
 * Moves a fetched binary into the cache. Several processes may do so at once: the binary's name
 * holds its hash and the sidecar is renamed into place, so a reader sees one pair or another.
 */
export async function storeInCache(search: Search, fetched: Binary): Promise<Binary> {
  const folder = cacheFolder(search.env);
  const { version } = search.pins[search.program];
  const sha256 = await sha256OfFile(fetched.path);
  const file = `${search.program}-${version}-${sha256.slice(0, 12)}`;
  const path = join(folder, file);
  await chmod(fetched.path, 0o755);
  await rename(fetched.path, path);
  const { source } = fetched;
  const stamp = await stampOf(path);
  await writeSidecar(sidecarPath(folder, search), { file, sha256, version, source, stamp });
  return { path, source };
}

/**
 * Hashes the file, unless nobody has touched it since that was done last: to read 156 MB takes
 * 0.15 s from memory, and was seen to take 9 s from a slow disk.
 */
async function isIntact(path: string, sidecar: Sidecar, search: Search): Promise<boolean> {
  const stamp = await stampOf(path).catch(() => undefined);
  if (stamp === undefined) return false;
  if (stamp === sidecar.stamp) return true;
  if ((await sha256OfFile(path)) !== sidecar.sha256) return false;
  const checked = { ...sidecar, stamp };
  // a folder that can only be read is as good, and is hashed each time
  await writeSidecar(sidecarPath(cacheFolder(search.env), search), checked).catch(() => {});
  return true;
}

/** Changes with every write, rename and copy: no program can choose a file's time of change. */
async function stampOf(path: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(':');
}

function sidecarPath(folder: string, { program, pins }: Search): string {
  return join(folder, `${program}-${pins[program].version}.json`);
}

async function readSidecar(path: string): Promise<Sidecar | undefined> {
  try {
    return Sidecar.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

async function writeSidecar(path: string, sidecar: Sidecar): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(sidecar, null, 2)}\n`);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
