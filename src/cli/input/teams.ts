import type { StepInput } from '../../core/kinds/step.ts';
import { council } from '../../core/teams/council.ts';
import { mapSummary, summaryLists } from '../../core/teams/map-summary.ts';
import { writeAndReview } from '../../core/teams/write-and-review.ts';
import { expertPanel, prosCons, researchTeam } from '../../core/teams.ts';
import { refuse } from './refused-input.ts';

/** What a command line says about a ready-made team. */
export interface TeamOptions {
  /** Of its experts, with commas between. */
  roles?: string;
  /** Versions at most that its writer writes. */
  passes?: string;
  /** Where the items of its list stand in the input. */
  over?: string;
}

interface Team {
  takes?: keyof TeamOptions;
  make: (options: TeamOptions) => StepInput;
}

const panel = 'expert-panel';

/** The ready-made teams, by the names that `run` knows them under. */
const teams: Record<string, Team> = {
  'research-team': { make: () => researchTeam() },
  'pros-cons': { make: () => prosCons() },
  [panel]: { takes: 'roles', make: ({ roles }) => expertPanel(rolesIn(panel, roles ?? '')) },
  council: {
    takes: 'roles',
    make: ({ roles }) => council(roles === undefined ? null : rolesIn('council', roles)),
  },
  'write-and-review': { takes: 'passes', make: ({ passes }) => writeAndReview(passesIn(passes)) },
  'map-summarise': { takes: 'over', make: ({ over }) => mapSummary(listIn(over)) },
};

export const teamNames: readonly string[] = Object.keys(teams);

/** A ready-made team from its options; `null`: there is none of this name. */
export function teamOf(name: string): Team['make'] | null {
  return Object.hasOwn(teams, name) ? (teams[name]?.make ?? null) : null;
}

/**
 * @param team its name; `null`: what is run is none
 * @throws `Input.Invalid` for an option that it does not take
 */
export function refuseOthersOptions(team: string | null, given: TeamOptions): void {
  const takes = team === null ? undefined : teams[team]?.takes;
  for (const name of ['roles', 'passes', 'over'] as const) {
    if (given[name] === undefined || name === takes) continue;
    const takers = teamNames.filter((other) => teams[other]?.takes === name);
    const all = takers.map((taker) => `'${taker}'`).join(' and ');
    throw refuse(`--${name} is for the ${takers.length === 1 ? 'team' : 'teams'} ${all} only`);
  }
}

/** @throws `Input.Invalid` for fewer than two */
function rolesIn(team: string, given: string): string[] {
  const roles = given.split(',').flatMap((role) => role.trim() || []);
  if (roles.length >= 2) return roles;
  throw refuse(
    `the team '${team}' needs at least two roles: --roles "Economist focusing on markets, Sociologist"`,
  );
}

/** @throws `Input.Invalid` for what is no number from 1 to 20 */
function passesIn(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const passes = Number(given);
  if (/^\d+$/.test(given) && passes >= 1 && passes <= 20) return passes;
  throw refuse(`--passes: expected a number from 1 to 20, not '${given}'`);
}

/** @throws `Input.Invalid` for another place than there are */
function listIn(given: string | undefined) {
  const list = summaryLists.find((each) => each === given);
  if (given === undefined || list !== undefined) return list;
  throw refuse(`--over: expected ${summaryLists.join(' or ')}, not '${given}'`);
}
