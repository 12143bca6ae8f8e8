import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { leftAfter } from '../support/embedded-commands.ts';

const consumer = inject('consumer');
const installed = join(consumer, 'node_modules/durable-agents');
const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
  scripts: Record<string, string>;
};
const tsc = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(
  'package.json',
  'bin/tsc',
);

const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });

/** Without keys, without a cluster, and with a state folder of its own. */
const env = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  ...(process.env['XDG_CACHE_HOME'] ? { XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] } : {}),
  XDG_CONFIG_HOME: consumer,
  DURABLE_AGENTS_SIMULATED_LATENCY: '0',
};

const entries = ['.', './client', './workflows', './worker', './service', './testing'];
const everything = entries
  .map((path, at) => `export * as entry${at} from 'durable-agents${path.slice(1)}';`)
  .join('\n');

async function typeCheck(name: string, options: object): Promise<string> {
  const folder = join(consumer, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'everything.ts'), everything);
  const compilerOptions = { strict: true, target: 'ES2023', noEmit: true, ...options };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const checking = promisify(execFile)(process.execPath, [tsc, '-p', folder]);
  return await checking.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}

describe('the package as packed', () => {
  it('has everything that its manifest names', () => {
    const named = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    const missing = [...named, ...Object.values(manifest.bin)].filter(
      (path) => !existsSync(join(installed, path)),
    );
    expect(missing).toEqual([]);
    expect(Object.keys(manifest.exports)).toEqual([...entries, './package.json']);
  });

  it('runs nothing when it is installed', () => {
    // npm runs 'prepare' in a clone, and for a dependency from git or a folder; never for a tarball
    const atInstall = ['preinstall', 'install', 'postinstall'];
    expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).toEqual([]);
  });

  it('has a command that runs', () => {
    const command = join(installed, manifest.bin['durable-agents'] ?? '');
    expect(execFileSync(command, ['--version'], { encoding: 'utf8' })).toBe('0.1.0\n');
  });

  it('has maps that carry their sources', () => {
    const maps = files.filter((file) => file.endsWith('.js.map'));
    const without = maps.filter((file) => {
      const map = JSON.parse(readFileSync(join(installed, file), 'utf8')) as {
        sources: string[];
        sourcesContent?: (string | null)[];
      };
      return map.sources.some((_, at) => !map.sourcesContent?.[at]?.trim());
    });
    expect(maps.length).toBeGreaterThan(100);
    expect(without).toEqual([]);
  });

  it('has pages whose links lead somewhere inside it', () => {
    const pages = files.filter((file) => file.endsWith('.md'));
    const broken = pages.flatMap((page) => brokenLinks(page).map((link) => `${page}: ${link}`));
    expect(pages.length).toBeGreaterThan(15);
    expect(broken).toEqual([]);
  });

  it.each([
    ['NodeNext', { module: 'NodeNext' }],
    ['a bundler', { module: 'ESNext', moduleResolution: 'bundler' }],
  ])('has types that hold without skipLibCheck, under %s', async (name, options) => {
    expect(await typeCheck(name.replace(' ', '-'), options)).toBe('');
  });

  it('runs an example where it lies', async () => {
    const tsx = import.meta.resolve('tsx');
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', tsx, join(installed, 'examples/quick-start.ts')],
      { cwd: consumer, env },
    );
    await leftAfter(join(consumer, '.durable-agents'), 10_000);
    expect(stderr).toBe('');
    expect(stdout).toContain('Researcher: Research analyst');
  });
});

/** Links to files that are not there, and to headings that the file does not have. */
function brokenLinks(page: string): string[] {
  const text = readFileSync(join(installed, page), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = '', heading] = link.split('#');
    const target = path === '' ? join(installed, page) : join(installed, dirname(page), path);
    if (!existsSync(target)) return true;
    return heading !== undefined && !headingsOf(readFileSync(target, 'utf8')).includes(heading);
  });
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
