import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { leftAfter } from '../support/embedded-commands.ts';
import { installOffline } from './snippets/install-offline.ts';
import { keylessEnvironment } from './snippets/environment.ts';

const consumer = inject('consumer');
const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** What `npm start` has printed when it serves, and what it says from then on. */
interface Started {
  printed: string;
  notes: () => string;
}

async function start(project: string, env: NodeJS.ProcessEnv): Promise<Started> {
  const child = spawn('npm', ['start', '--', '--port', '0'], { cwd: project, env, detached: true });
  const { pid = 0 } = child;
  onTestFinished(async () => {
    if (child.exitCode === null) process.kill(-pid, 'SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    await leftAfter(join(project, '.durable-agents'), 10_000);
  });
  let [printed, notes] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (notes += text));
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += chunk as string;
    if (printed.includes('Ctrl-C')) return { printed, notes: () => notes };
  }
  throw new Error(`it has ended: ${printed}${notes}`);
}

/** The page whose address is printed first. */
async function firstPage({ printed }: Started): Promise<string> {
  const [address = ''] = /http:\/\/\S+/.exec(printed) ?? [];
  return await (await fetch(address)).text();
}

describe('a project that init has written', () => {
  it('is tested, checked and started at once, without a key and without a network', async () => {
    const project = join(consumer, 'my-team');
    const bin = join(project, 'node_modules/.bin');
    const main = join(consumer, 'node_modules/durable-agents/dist/cli/main.js');
    const { stdout } = await run(process.execPath, [main, 'init', 'my-team'], { cwd: consumer });
    expect(stdout).toMatch(
      /Written in my-team: .*\.gitignore.*\n {2}cd my-team\n {2}npm install\n/s,
    );
    mkdirSync(bin, { recursive: true });
    chmodSync(main, 0o755);
    symlinkSync(main, join(bin, 'durable-agents'));
    installOffline(project);
    const keyless = keylessEnvironment(project);
    const env = { ...keyless, PATH: [bin, keyless['PATH']].join(delimiter) };
    const npm = async (...words: string[]) =>
      (await run('npm', words, { cwd: project, env })).stdout;

    const [tested, checked, started] = await Promise.all([
      npm('test'),
      npm('run', 'check'),
      start(project, env),
    ]);
    expect(tested).toMatch(/Tests +2 passed/);
    expect(checked).toContain("teams/order-desk.yaml is good: pipeline 'order-desk'");
    expect(await firstPage(started)).toMatch(/<html/i);

    appendFileSync(join(project, 'tools.ts'), 'export const unfinished =');
    await expect.poll(started.notes).toMatch(/tools\.ts .*cannot be loaded[^]*Not taken over/);
    appendFileSync(join(project, 'tools.ts'), ' 1;\n');
    await expect.poll(started.notes).toContain('Loaded again');
  });

  // `INIT_FLOW=full`: as a user does it, with npm and the network
  it.runIf(process.env['INIT_FLOW'] === 'full')(
    'is so too with the tarball, by npx and npm install',
    async () => {
      // beside no other project: npm would take that for the one it is called in
      const folder = mkdtempSync(join(tmpdir(), 'durable-agents-init-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
      const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
      const tarball = execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }).trim();
      const env = keylessEnvironment(folder);
      await run('npx', ['--yes', `./${tarball}`, 'init', 'my-team'], { cwd: folder, env });
      const project = join(folder, 'my-team');
      await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: project, env });
      const { stdout } = await run('npm', ['test'], { cwd: project, env });
      expect(stdout).toMatch(/Tests +2 passed/);
      expect(await firstPage(await start(project, env))).toMatch(/<html/i);
    },
    600_000,
  );
});
