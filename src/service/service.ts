import type { AgentsClient } from '../client/runs/agents-client.ts';
import type { KnownRuns } from './known-runs.ts';
import type { ServiceSettings } from './options.ts';
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
  /** Where it can be reached: told once it listens. */
  address: ServiceAddress;
  /** Aborted when the service stops: streams end then. */
  closing: AbortSignal;
}

/** Where a service is reached. */
export interface ServiceAddress {
  /** Without a slash at its end; `''` before it listens. */
  url: string;
  /** Whether it serves the studio. */
  studio: boolean;
}

/** A run in the studio; `null` where none is served. */
export function studioLink({ address }: Pick<Service, 'address'>, run: string): string | null {
  return address.studio ? `${address.url}/#/runs/${encodeURIComponent(run)}` : null;
}
