import type { AgentsClient } from '../client/runs/agents-client.ts';
import { invalidInput } from '../core/parse-input.ts';
import { KnownRuns } from './known-runs.ts';
import type { ServiceSettings } from './options.ts';
import { isLoopback } from './security/origins.ts';
import { StartLimit } from './security/start-limit.ts';
import { readTokens, usualTokenVariable } from './security/tokens.ts';
import type { Service } from './service.ts';
import { readStudio } from './studio-files.ts';
import { readyMade } from './teams/ready-made.ts';
import { refuseMissing, TeamFolders } from './teams/team-folder.ts';
import { type Team, Teams } from './teams/teams.ts';
import { watchTeams } from './teams/watch-teams.ts';
import { threadsOf } from './threads.ts';

/**
 * What the doors of a service work with, before it listens. Its teams are read, and picked up when they
 * change until it closes.
 *
 * @throws `Input.Invalid` for a missing token, or a folder of teams that is not there
 */
export async function createService(
  client: AgentsClient,
  settings: ServiceSettings,
  closing: AbortSignal,
): Promise<Service> {
  const tokens = readTokens(settings.tokens);
  if (!tokens.areNeeded && !isLoopback(settings.host)) throw withoutToken(settings.host);
  const teams = new Teams(readyMade);
  const folders = new TeamFolders(client, settings.teams, teams);
  if (settings.teams !== undefined) await refuseMissing(settings.teams);
  const told = (changed: readonly Team[]) => {
    for (const { name, problem } of changed)
      settings.log(
        problem === null
          ? `the team '${name}' was read`
          : `the team '${name}' has a problem: ${problem}`,
      );
  };
  told((await folders.read()).filter(({ problem }) => problem !== null));
  watchTeams(folders, closing, told);
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

function withoutToken(host: string) {
  const message = `others can reach '${host}', so callers need a token: put a random one of 16 characters or more into ${usualTokenVariable}, or listen on 127.0.0.1`;
  return invalidInput('the service', [{ path: 'host', message }]);
}
