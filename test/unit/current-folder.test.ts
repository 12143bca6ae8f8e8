import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/activities/store/open-store.ts';
import { runCommand } from '../../src/workers/binaries/command.ts';
import { safeEnvironment, safeFolders } from '../../src/workers/binaries/safe-environment.ts';
import { openStateDir } from '../../src/workers/embedded/state-dir.ts';

function folder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'durable-agents-hostile-')));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

function standIn(place: string): void {
  const before = process.cwd();
  process.chdir(place);
  onTestFinished(() => process.chdir(before));
}

describe('programs of the current folder', () => {
  it('are not looked for by paths that lead from it or into it', () => {
    const here = folder();
    const bin = join(here, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    const PATH = ['', '.', 'bin', here, bin, '/usr/bin'].join(delimiter);

    expect(safeFolders({ PATH, HOME: '/home/ann' }, here)).toEqual(['/usr/bin']);
  });

  it('are found in the folders of a user who stands in the home folder', () => {
    const home = folder();
    const PATH = [join(home, '.local/bin'), join(home, 'x/node_modules/.bin')].join(delimiter);

    expect(safeFolders({ PATH, HOME: home }, home)).toEqual([join(home, '.local/bin')]);
  });

  it('are not loaded by an interpreter', async () => {
    const here = folder();
    standIn(here);
    const code = 'process.stdout.write(process.cwd())';
    const env = { PATH: `.${delimiter}/usr/bin`, PYTHONPATH: '.', PYTHONSTARTUP: 'x.py' };

    const { stdout } = await runCommand([process.execPath, '-e', code], { env, timeoutMs: 20_000 });

    expect(stdout).toBe('/');
    expect(safeEnvironment(env)).toEqual({ PATH: '/usr/bin' });
  });
});

describe('the state folder', () => {
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

  it('is its owner’s alone, whatever the umask', async () => {
    const stateDir = join(folder(), 'state');
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));

    openStateDir(stateDir);
    const store = await openStore(join(stateDir, 'messages.db'));
    await store.close();

    expect(modeOf(stateDir)).toBe('700');
    expect(modeOf(join(stateDir, 'messages.db'))).toBe('600');
  });

  it('is closed where an earlier version has left it open', () => {
    const stateDir = folder();
    writeFileSync(join(stateDir, 'temporal.db'), '');
    chmodSync(join(stateDir, 'temporal.db'), 0o644);
    chmodSync(stateDir, 0o755);

    openStateDir(stateDir);

    expect(modeOf(stateDir)).toBe('700');
    expect(modeOf(join(stateDir, 'temporal.db'))).toBe('600');
  });
});
