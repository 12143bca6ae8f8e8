import { existsSync } from 'node:fs';
import { nearest, suggestion } from '../../core/nearest.ts';
import { readSpecFile, type SpecSource } from '../../spec-files/spec-file.ts';
import { refuseFile } from '../../spec-files/refuse-file.ts';
import { refuse } from './refused-input.ts';
import { refuseOthersOptions, teamNames, teamOf, type TeamOptions } from './teams.ts';

export interface SourceOptions extends TeamOptions {
  /** A file, or the name of a team. */
  file: string;
}

/**
 * Reads what is to be run: a file where there is one of this name, else a ready-made team.
 *
 * @throws `Input.Invalid` for a name that is neither, and for options that do not fit the team
 */
export async function readSource({ file, ...options }: SourceOptions): Promise<SpecSource> {
  const team = existsSync(file) ? null : teamOf(file);
  refuseOthersOptions(team === null ? null : file, options);
  if (team !== null) {
    const step = team(options);
    return { step, comment: null, refuse: (problems) => refuseFile(`team '${file}'`, problems) };
  }
  if (!existsSync(file) && !/[./\\]/.test(file)) throw refuse(unknown(file));
  return await readSpecFile(file);
}

function unknown(name: string): string {
  const near =
    fileOfTeam(name) ??
    nearest(name, teamNames) ??
    teamNames.find((team) => nearest(name, team.split('-')));
  return `'${name}' is neither a file here nor a team${suggestion(near)}; the teams are ${teamNames.join(', ')}`;
}

/** `serve` calls a team by this name, which is that of its file. */
function fileOfTeam(name: string): string | undefined {
  return ['yaml', 'yml', 'json'].map((ending) => `teams/${name}.${ending}`).find(existsSync);
}
