import { existsSync } from 'node:fs';
import type { StepInput } from '../../core/kinds/step.ts';
import { nearest, suggestion } from '../../core/nearest.ts';
import { expertPanel, prosCons, researchTeam } from '../../core/teams.ts';
import { readSpecFile, type SpecSource } from '../../spec-files/spec-file.ts';
import { refuseFile } from '../../spec-files/refuse-file.ts';
import { refuse } from './refused-input.ts';

export interface SourceOptions {
  /** A file, or the name of a team. */
  file: string;
  /** Of the expert panel, with commas between. */
  roles?: string;
}

const panel = 'expert-panel';

/** The ready-made teams, by the names that `run` knows them under. */
const teams: Record<string, (roles: readonly string[]) => StepInput> = {
  'research-team': () => researchTeam(),
  'pros-cons': () => prosCons(),
  [panel]: (roles) => expertPanel(roles),
};

export const teamNames: readonly string[] = Object.keys(teams);

/**
 * Reads what is to be run: a file where there is one of this name, else a ready-made team.
 *
 * @throws `Input.Invalid` for a name that is neither, and for roles that do not fit
 */
export async function readSource({ file, roles }: SourceOptions): Promise<SpecSource> {
  const team = Object.hasOwn(teams, file) && !existsSync(file) ? teams[file] : undefined;
  if (roles !== undefined && !(team !== undefined && file === panel)) {
    throw refuse(`--roles is for the team '${panel}' only`);
  }
  if (team !== undefined) {
    const step = team(rolesIn(file, roles));
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

/** @throws `Input.Invalid` for fewer than two */
function rolesIn(team: string, given: string | undefined): string[] {
  if (team !== panel) return [];
  const roles = (given ?? '').split(',').flatMap((role) => role.trim() || []);
  if (roles.length >= 2) return roles;
  throw refuse(
    `the team '${panel}' needs at least two roles: --roles "Economist focusing on markets, Sociologist"`,
  );
}
