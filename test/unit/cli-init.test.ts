import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../../src/cli/commands/index.ts';
import { askMissing, type Terminal } from '../../src/cli/init/ask.ts';
import { dependencyOn, ownFolder, readOwnManifest } from '../../src/cli/init/own-package.ts';
import { projectOf, refuseUsedFolder } from '../../src/cli/init/project.ts';
import { filesOf, writeProject } from '../../src/cli/init/write-project.ts';
import { findCommand } from '../../src/cli/find-command.ts';
import { readUsage } from '../../src/cli/usage.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'durable-agents-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const project = (more: object = {}) =>
  projectOf({ folder: join(folder, 'shop'), team: 'order-desk', provider: 'simulated', ...more });

/** What our own command line makes of a command. */
function usageOf(line: string): string {
  const called = findCommand(commands, line.split(' ').slice(1));
  return called.is === 'command' ? readUsage(called.command, called.words).is : called.is;
}

describe('the files of a project', () => {
  it('have the names of the project and its team, and nothing of the default is left', () => {
    const files = filesOf(project({ team: 'travel-desk', provider: 'openai' }));
    expect(Object.keys(files).toSorted()).toEqual([
      '.dockerignore',
      '.gitignore',
      'Dockerfile',
      'README.md',
      'docker-compose.yml',
      'package.json',
      'teams/travel-desk.yaml',
      'test/travel-desk.test.ts',
      'tools.ts',
      'tsconfig.json',
    ]);
    expect(files['README.md']).toMatch(/^# shop\n/);
    expect(JSON.stringify(files)).not.toMatch(/order-desk|my-team/);
    expect(files['docker-compose.yml']).toContain("'--serve', 'openai'");
    const { name } = parseStep(parse(files['teams/travel-desk.yaml'] ?? ''));
    expect(name).toBe('travel-desk');
  });

  it('use commands that there are, and versions that the package itself is tested with', () => {
    const { scripts, dependencies, devDependencies, ...manifest } = JSON.parse(
      filesOf(project())['package.json'] ?? '',
    ) as { scripts: Record<string, string>; [key: string]: unknown };
    const lines = Object.values(scripts).flatMap((line) => line.split(' && '));
    const ours = lines.filter((line) => line.startsWith('durable-agents '));
    expect(ours.length).toBeGreaterThan(2);
    const asked = ours.map((line) => (line.includes(' run ') ? `${line} --input x` : line));
    expect(asked.map(usageOf)).toEqual(ours.map(() => 'options'));
    const own = readOwnManifest();
    expect(dependencies).toMatchObject({ zod: own.dependencies['zod'] });
    expect(devDependencies).toMatchObject({ vitest: own.devDependencies['vitest'] });
    expect(JSON.stringify([dependencies, devDependencies])).not.toContain('"*"');
    expect(manifest).toMatchObject({ name: 'shop', private: true, type: 'module' });
  });

  it('are written beside what is there, which stays as it is', () => {
    const { folder: to } = project();
    mkdirSync(to);
    writeFileSync(join(to, 'tools.ts'), '// mine');
    const { written, kept } = writeProject(to, filesOf(project()));
    expect(kept).toEqual(['tools.ts']);
    expect(written).toContain('teams/order-desk.yaml');
    expect(readFileSync(join(to, 'tools.ts'), 'utf8')).toBe('// mine');
    expect(existsSync(join(to, '.gitignore'))).toBe(true);
  });
});

describe('a folder', () => {
  it('that has files is refused unless it is said, with what is in it', () => {
    const refused = () => refuseUsedFolder(folder, false);
    mkdirSync(join(folder, '.git'));
    expect(refused).not.toThrow();
    writeFileSync(join(folder, 'notes.txt'), '');
    expect(refused).toThrow(/is not empty \(notes\.txt\): .*--add/);
    expect(() => refuseUsedFolder(folder, true)).not.toThrow();
    expect(() => refuseUsedFolder(join(folder, 'notes.txt'), true)).toThrow('is a file');
    expect(() => refuseUsedFolder(join(folder, 'new'), false)).not.toThrow();
  });

  it.each(['My Team', '7up', 'a--b', 'déjà', 'x'.repeat(61), '..', 'durable-agents'])(
    'whose name is no name of a project is refused, with the way to say another: %s',
    (name) => {
      expect(() => project({ folder: join(folder, name, name === '..' ? 'No' : '') })).toThrow(
        '--name my-team',
      );
      expect(project({ folder: join(folder, name), name: 'shop' }).name).toBe('shop');
    },
  );

  it.each(['Order desk', 'pros-cons', '../x', ''])('has no team of the name "%s"', (team) => {
    expect(() => project({ team })).toThrow(`no team can be called '${team}'`);
  });
});

describe('the dependency of a project', () => {
  const install = (manifest: object, lock?: object): string => {
    const own = join(folder, 'home/node_modules/durable-agents');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'package.json'), '{"name":"durable-agents","version":"1.2.3"}');
    writeFileSync(join(folder, 'home/package.json'), JSON.stringify(manifest));
    if (lock !== undefined)
      writeFileSync(join(folder, 'home/node_modules/.package-lock.json'), JSON.stringify(lock));
    return own;
  };
  const wanted = (spec: string) => ({ dependencies: { 'durable-agents': spec } });
  const of = (own: string) => dependencyOn(join(folder, 'shop'), own);

  it.each([
    ['^1.0.0', '^1.2.3'],
    ['latest', '^1.2.3'],
    ['file:../packed/durable-agents-1.2.3.tgz', 'file:../packed/durable-agents-1.2.3.tgz'],
    ['https://example.com/durable-agents.tgz', 'https://example.com/durable-agents.tgz'],
    ['github:someone/durable-agents#main', 'github:someone/durable-agents#main'],
  ])('is what it was installed from: %s', (spec, expected) => {
    expect(of(install(wanted(spec)))).toBe(expected);
  });

  it('is told by the lock file where no manifest names it', () => {
    const lock = (resolved: string) => ({
      packages: { 'node_modules/durable-agents': { resolved } },
    });
    expect(of(install({}, lock('file:../a.tgz')))).toBe('file:../a.tgz');
    expect(of(install({}, lock('https://registry.example/durable-agents-1.2.3.tgz')))).toBe(
      '^1.2.3',
    );
    expect(of(install({}))).toBe('^1.2.3');
  });

  it('is the folder, of a clone', () => {
    expect(of(join(folder, 'clone'))).toBe('file:../clone');
    expect(dependencyOn(ownFolder)).toBe('file:./');
  });
});

describe('what was not given', () => {
  const nothing = { folder: undefined, team: undefined, provider: undefined };

  it('is the default without a terminal', async () => {
    expect(await askMissing({ ...nothing, team: 'mine' }, undefined)).toEqual({
      folder: 'my-team',
      team: 'mine',
      provider: 'simulated',
    });
  });

  it('is asked for in three questions, again after an answer that will not do', async () => {
    const answers = ['shop', 'No Name', 'travel-desk', ''];
    const said: string[] = [];
    const terminal: Terminal = {
      ask: async (text) => {
        said.push(text);
        return answers.shift() ?? '';
      },
      tell: (line) => void said.push(line),
      close: () => undefined,
    };
    expect(await askMissing(nothing, terminal)).toEqual({
      folder: 'shop',
      team: 'travel-desk',
      provider: 'simulated',
    });
    expect(said).toEqual([
      'Folder of the project [my-team]: ',
      'Name of the team [order-desk]: ',
      "Not 'No Name': lower-case letters, digits and dashes, and no ready-made team.",
      'Name of the team [order-desk]: ',
      expect.stringMatching(/^Models .*\[simulated\]: $/),
    ]);
  });
});
