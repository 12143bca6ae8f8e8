import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
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

/** What `npm start` has printed until its page answers. */
async function started(project: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn('npm', ['start'], { cwd: project, env, detached: true });
  const { pid = 0 } = child;
  onTestFinished(async () => {
    if (child.exitCode === null) process.kill(-pid, 'SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    await leftAfter(join(project, '.durable-agents'), 10_000);
  });
  let printed = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += chunk as string;
    if (printed.includes('Ctrl-C')) return printed;
  }
  throw new Error(`it has ended: ${printed}`);
}

/** The page whose address is printed first. */
async function firstPage(printed: string): Promise<string> {
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

    const [tested, checked, printed] = await Promise.all([
      npm('test'),
      npm('run', 'check'),
      started(project, env),
    ]);
    expect(tested).toMatch(/Tests +2 passed/);
    expect(checked).toContain("teams/order-desk.yaml is good: pipeline 'order-desk'");
    expect(await firstPage(printed)).toMatch(/<html/i);
  });

  // `INIT_FLOW=full`: as a user does it, with npm and the network
  it.runIf(process.env['INIT_FLOW'] === 'full')(
    'is so too with the tarball, by npx and npm install',
    async () => {
      const folder = join(consumer, 'full');
      mkdirSync(folder);
      const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
      const tarball = execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }).trim();
      const env = keylessEnvironment(folder);
      await run('npx', ['--yes', `./${tarball}`, 'init', 'my-team'], { cwd: folder, env });
      const project = join(folder, 'my-team');
      await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: project, env });
      const { stdout } = await run('npm', ['test'], { cwd: project, env });
      expect(stdout).toMatch(/Tests +2 passed/);
      expect(await firstPage(await started(project, env))).toMatch(/<html/i);
    },
    600_000,
  );
});
