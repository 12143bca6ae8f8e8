import { createHash } from 'node:crypto';

/** What every client and every model takes as the name of a tool. */
const legal = /^[a-zA-Z0-9_-]{1,64}$/;
const longest = 64;

/**
 * Names of the tools of teams. A team whose own name will do is called by it; any other by what is left of
 * it, with a few characters that tell it from others, so that no tool changes its name with the teams
 * beside it.
 *
 * @param taken names that other tools have
 * @returns the teams by the names of their tools, in the order in which they were given
 */
export function toolNames(
  teams: readonly string[],
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  return new Map(teams.map((team) => [toolName(team, taken), team]));
}

function toolName(team: string, taken: ReadonlySet<string>): string {
  if (legal.test(team) && !taken.has(team)) return team;
  const mark = createHash('sha256').update(team).digest('hex').slice(0, 6);
  const left = team
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-zA-Z0-9-]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, longest - mark.length - 1);
  return left === '' ? `team_${mark}` : `${left}_${mark}`;
}
