import { randomUUID } from 'node:crypto';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
});

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
    const sha256 = await sha256OfFile(path).catch(() => 'no readable file');
    if (sha256 === sidecar.sha256) return { path, source: `cache, ${sidecar.source}` };
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
  await writeSidecar(sidecarPath(folder, search), {
    file,
    sha256,
    version,
    source: fetched.source,
  });
  return { path, source: fetched.source };
}

function sidecarPath(folder: string, { program, pins }: Search): string {
  return join(folder, `${program}-${pins[program].version}.json`);
}

async function readSidecar(path: string): Promise<z.output<typeof Sidecar> | undefined> {
  try {
    return Sidecar.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

async function writeSidecar(path: string, sidecar: z.input<typeof Sidecar>): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(sidecar, null, 2)}\n`);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
