import { existsSync } from 'node:fs';
import { parseStep } from '../core/kinds/step-schema.ts';
import type { StepInput } from '../core/kinds/step.ts';
import { expertPanel, prosCons, researchTeam } from '../core/teams.ts';
import { problemsIn, refuse, refuseFile } from './refused-input.ts';
import { readSpecFile, type SpecFile } from './spec-file.ts';

export interface StepOptions {
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

/**
 * Reads what is to be run: a file where there is one of this name, else a ready-made team.
 *
 * @throws `Input.Invalid` for a name that is neither, and for roles that do not fit
 */
export async function readStep({ file, roles }: StepOptions): Promise<SpecFile> {
  const isTeam = Object.hasOwn(teams, file) && !existsSync(file);
  if (roles !== undefined && !(isTeam && file === panel)) {
    throw refuse(`--roles is for the team '${panel}' only`);
  }
  if (isTeam) return readTeam(file, rolesIn(file, roles));
  if (!existsSync(file) && !/[./\\]/.test(file)) throw refuse(unknown(file));
  return await readSpecFile(file);
}

function unknown(name: string): string {
  const names = Object.keys(teams).join(', ');
  return `'${name}' is no file here and no team; the teams are ${names}`;
}

/** @throws `Input.Invalid` for fewer than two */
function rolesIn(team: string, given: string | undefined): string[] {
  if (team !== panel) return [];
  const roles = (given ?? '').split(',').flatMap((role) => role.trim() || []);
  if (roles.length >= 2) return roles;
  throw refuse(
    `the team '${panel}' needs two roles at least: --roles "Economist focusing on markets, Sociologist"`,
  );
}

function readTeam(name: string, roles: readonly string[]): SpecFile {
  const located = <T>(check: () => T): T => {
    try {
      return check();
    } catch (error) {
      const problems = problemsIn(error);
      throw problems.length === 0 ? error : refuseFile(`team '${name}'`, problems);
    }
  };
  const step = located(() =>
    parseStep(Object.hasOwn(teams, name) ? teams[name]?.(roles) : undefined, `team '${name}'`),
  );
  return { file: name, step, located };
}
