import type { RunStatus } from '../client/progress/run-progress.ts';
import type { RunHandle } from '../client/runs/run-handle.ts';
import type { RunOptions } from '../client/runs/run-options.ts';
import { unknownRun } from '../client/runs/unknown-run.ts';
import { splitPath } from '../core/step-path.ts';
import { RefusedRequest } from './errors.ts';
import type { Service } from './service.ts';
import type { Caller } from './security/who-calls.ts';
import type { ReadyTeam } from './teams/teams.ts';

export type { Caller } from './security/who-calls.ts';

/** What a run is started with, for a caller: the user of a token is the run's, whatever was given. */
export function runOptionsFor({ user }: Caller, given: RunOptions): RunOptions {
  return user === null ? given : { ...given, user };
}

/** A run that a caller may see. */
export interface VisibleRun {
  /** Of the run, where a step in it was asked for too. */
  id: string;
  status: RunStatus;
  /** Of what was asked for: the run, or a step inside it. */
  handle: RunHandle;
}

/**
 * A run, by its id, or a step in it by `RUN/PATH`.
 *
 * @param maxAgeMs how old may be what is known of it, up to 250
 * @throws `Input.Invalid`, which is a 404, when there is none that the caller may see
 */
export async function visibleRun(
  service: Service,
  { user }: Caller,
  id: string,
  maxAgeMs = 0,
): Promise<VisibleRun> {
  const handle = service.client.handle<Awaited<ReturnType<RunHandle['result']>>>(id);
  const [run = id] = splitPath(id);
  if (run === '') throw unknownRun(id);
  const status = await service.runs.status(run, maxAgeMs);
  // whose it is nobody else is told, not even that it is there
  if (user !== null && (await service.runs.user(run)) !== user) throw unknownRun(id);
  return { id: run, status, handle };
}

/**
 * A team that a caller may start, by its name.
 *
 * @throws 404 where there is none, or none for the caller; 422 where its file cannot be read
 */
export async function teamFor(service: Service, caller: Caller, name: string): Promise<ReadyTeam> {
  const team = mayStart(caller, name) ? await service.teams.find(name) : undefined;
  if (team === undefined) {
    const names = service.teams
      .list()
      .flatMap((each) => (mayStart(caller, each.name) ? [each.name] : []));
    const message = `there is no team '${name}'; the teams are: ${names.join(', ') || 'none'}`;
    throw new RefusedRequest('Request.NotFound', message);
  }
  if (team.spec === null || team.kind === null) throw service.teams.refusal(team);
  return { ...team, spec: team.spec, kind: team.kind };
}

/** Whether a caller may start a team. */
export function mayStart({ teams }: Caller, name: string): boolean {
  return teams === null || teams.includes(name);
}

/**
 * Sees to it that somebody's facts are the caller's to see.
 *
 * @throws 403 where they are somebody else's
 */
export function userFor({ user }: Caller, wanted: string): string {
  if (user === null || user === wanted) return wanted;
  throw new RefusedRequest('Request.Forbidden', `this token is for the user '${user}' only`);
}
