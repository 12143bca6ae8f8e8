import { existsSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Teams } from '../../../src/service/teams/teams.ts';
import { TeamFolders } from '../../../src/service/teams/team-folder.ts';
import { serviceAlone } from '../../support/service-alone.ts';

let parent: string;
let folder: string;
let file: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'team-reads-'));
  folder = mkdtempSync(join(parent, 'teams-'));
  file = join(folder, 'greeter.yaml');
  writeFileSync(file, 'kind: agent\nname: Ann\n');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function opened(path: string) {
  await using alone = await serviceAlone({ teams: [] });
  const teams = new Teams();
  return { teams, folders: new TeamFolders(alone.service.client, [path], teams) };
}

/** Puts something that cannot be looked at in the place of something. */
function block(path: string) {
  renameSync(path, `${path}.away`);
  symlinkSync(path, path);
}

it.each([
  ['a folder', () => folder, () => folder],
  ['a file in a folder', () => folder, () => file],
  ['a single file', () => file, () => file],
])('keeps the teams of %s that cannot be looked at for the moment', async (_, path, blocked) => {
  const { teams, folders } = await opened(path());
  await folders.read();
  block(blocked());
  expect(await folders.read()).toEqual([]);
  expect(teams.get('greeter')).toMatchObject({ kind: 'agent', problem: null });
  rmSync(blocked());
  await folders.read();
  expect(teams.get('greeter')).toBeUndefined();
});

const unreadable = '/proc/self/mem';

it.skipIf(!existsSync(unreadable))(
  'reads a file again that could not be read for the moment, and names that once',
  async () => {
    rmSync(file);
    symlinkSync(unreadable, file);
    const { teams, folders } = await opened(folder);
    expect(await folders.read()).toMatchObject([{ name: 'greeter', kind: null }]);
    const before = teams.get('greeter');
    expect(before?.problem).toMatch(/EIO/);
    expect(await folders.read()).toEqual([]);
    expect(teams.get('greeter')).not.toBe(before); // it was read again
    rmSync(file);
    writeFileSync(file, 'kind: agent\nname: Ann\n');
    expect(await folders.read()).toMatchObject([{ name: 'greeter', kind: 'agent', problem: null }]);
    const good = teams.get('greeter');
    await folders.read();
    expect(teams.get('greeter')).toBe(good);
  },
);
