import type { AgentsClient } from '../client/runs/agents-client.ts';
import { studioUrlFrom } from '../client/runs/studio-url.ts';
import { studioLink as linkIn } from '../core/studio-link.ts';
import type { KnownRuns } from './known-runs.ts';
import type { ServiceSettings } from './options.ts';
import type { StudioFile } from './studio-files.ts';
import type { StartLimit } from './security/start-limit.ts';
import type { Tokens } from './security/tokens.ts';
import type { Teams } from './teams/teams.ts';
import type { Threads } from './threads.ts';

/** What every door works with. */
export interface Service {
  client: AgentsClient;
  settings: ServiceSettings;
  /** Who may call. */
  tokens: Tokens;
  /** What can be started by name. */
  teams: Teams;
  /** Looks runs up: whose they are, and how they stand. */
  runs: KnownRuns;
  threads: Threads;
  starts: StartLimit;
  /** Files of the studio; none: it is not served. */
  studio: readonly StudioFile[];
  /** Where it is reached, without a slash at its end; `''` before it listens. */
  url: string;
  /** Aborted when the service stops: streams end then. */
  closing: AbortSignal;
}

/** A run in the studio: at the address that the environment says, else here; `null` where none is served. */
export function studioLink(
  { studio, url }: Pick<Service, 'studio' | 'url'>,
  run: string,
): string | null {
  const here = studio.length === 0 ? null : url;
  return linkIn(studioUrlFrom(process.env) ?? here, run);
}
