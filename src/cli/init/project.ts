import { readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { refuse } from '../input/refused-input.ts';
import { teamNames } from '../input/teams.ts';

/** A project that is to be written. */
export interface Project {
  /** As it was given. */
  folder: string;
  name: string;
  /** Name of its team, and of the team's file. */
  team: string;
  /** Whose models its fleet calls. */
  provider: string;
}

export const defaults = { folder: 'my-team', team: 'order-desk', provider: 'simulated' } as const;

export const providers = ['simulated', 'openai', 'anthropic'] as const;

const aName = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const rule = 'lower-case letters, digits and single dashes, a letter first, 60 at most';

/** Names that npm takes for no package, or that would be found in place of another one. */
const taken = [
  'node-modules',
  'durable-agents',
  'favicon-ico',
  'vitest',
  'typescript',
  'yaml',
  'zod',
];

function isName(text: string): boolean {
  return aName.test(text) && text.length <= 60;
}

/** Whether a team can be called so: it is the name of its file, too, and no ready-made team's. */
export function isTeamName(text: string): boolean {
  return isName(text) && !teamNames.includes(text);
}

/**
 * What is to be written, as it was asked for.
 *
 * @throws `Input.Invalid` for a name that npm or a team cannot have
 */
export function projectOf(given: Omit<Project, 'name'> & { name?: string | undefined }): Project {
  const name = given.name ?? basename(resolve(given.folder));
  if (!isName(name) || taken.includes(name)) {
    const advice =
      given.name === undefined ? ": say another one with --name, as in '--name my-team'" : '';
    throw refuse(
      `the project cannot be called '${name}': a name has ${rule}, and is no package's${advice}`,
    );
  }
  if (!isTeamName(given.team))
    throw refuse(
      `--team: no team can be called '${given.team}': a name has ${rule}, and is no ready-made team's`,
    );
  return { ...given, name };
}

/** What a folder may have that is about to become a project. */
const harmless = ['.git', '.DS_Store', 'Thumbs.db'];

/**
 * @param add whether it may have files, which stay as they are
 * @throws `Input.Invalid` for a folder that has files, or a file in its place
 */
export function refuseUsedFolder(folder: string, add: boolean): void {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) throw refuse(`${folder} is a file: name a folder`);
  const there = readdirSync(folder).filter((name) => !harmless.includes(name));
  if (there.length === 0 || add) return;
  const some = there.slice(0, 3).join(', ');
  throw refuse(
    `the folder ${folder} is not empty (${some}${there.length > 3 ? ', …' : ''}): name another one, or say --add to have the project written beside what is there, which stays as it is`,
  );
}
