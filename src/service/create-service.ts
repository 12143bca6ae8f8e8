import { setMaxListeners } from 'node:events';
import type { AgentsClient } from '../client/runs/agents-client.ts';
import { KnownRuns } from './known-runs.ts';
import type { ReadSettings } from './read-settings.ts';
import { StartLimit } from './security/start-limit.ts';
import type { Service } from './service.ts';
import { readStudio } from './studio-files.ts';
import { readyMade } from './teams/ready-made.ts';
import { TeamFolders } from './teams/team-folder.ts';
import { type Team, Teams } from './teams/teams.ts';
import { watchTeams } from './teams/watch-teams.ts';
import { threadsOf } from './threads.ts';

/**
 * What the doors of a service work with, before it listens. Its teams are read, and picked up when they
 * change until it closes.
 */
export async function createService(
  client: AgentsClient,
  { settings, tokens }: ReadSettings,
  closing: AbortSignal,
): Promise<Service> {
  setMaxListeners(0, closing); // one for each open stream
  const teams = new Teams(readyMade);
  const folders = new TeamFolders(client, settings.teams, teams);
  const told = (changed: readonly Team[]) => {
    for (const team of changed) settings.log(toldOf(team));
  };
  told((await folders.read()).filter(({ problem }) => problem !== null));
  const look = watchTeams(folders, closing, told);
  teams.lookedForBy(look);
  return {
    client,
    settings,
    tokens,
    teams,
    runs: new KnownRuns(client.parts.temporal),
    threads: threadsOf(client),
    starts: new StartLimit(settings.startsPerMinute),
    studio: settings.studio ? readStudio() : [],
    url: '',
    closing,
  };
}

function toldOf({ name, problem }: Team): string {
  if (problem === null) return `the team '${name}' was read`;
  return `the team '${name}' has a problem: ${problem}`;
}
