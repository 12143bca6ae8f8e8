import { prepareRun } from '../client/runs/prepare-run.ts';
import type { RunHandle } from '../client/runs/run-handle.ts';
import type { RunOptions } from '../client/runs/run-options.ts';
import { startRun as startPrepared } from '../client/runs/start-run.ts';
import type { Step, StepInput } from '../core/kinds/step.ts';
import { threadOf } from '../core/kinds/every-kind.ts';
import { stepsIn } from '../core/kinds/walk.ts';
import { type Caller, runOptionsFor, teamFor } from './caller.ts';
import { startInThreads } from './claim-threads.ts';
import { RefusedRequest } from './errors.ts';
import type { Service } from './service.ts';

/** A run as a door is asked to start it: a team by its name, or a spec. */
export interface StartRequest extends RunOptions {
  team?: string | undefined;
  /** Not checked yet. */
  spec?: unknown;
  input: string;
}

/**
 * Starts a run, or attaches to the one of its id that is the same: the one way a door does it.
 *
 * @throws 403 for a spec of a caller who may start named teams only, or a thread of somebody else
 * @throws 404 for a team that is none, 409 for an id that another run has, 413 for too long an input
 * @throws 422 for anything else that is wrong, 429 when too many were started, 503 when nobody serves it
 */
export async function startRun(
  service: Service,
  caller: Caller,
  { team, spec, input, ...given }: StartRequest,
): Promise<RunHandle> {
  const step = await stepFor(service, caller, { team, spec });
  const options = runOptionsFor(caller, given);
  const { parts } = service.client;
  const run = prepareRun({ step, input, options }, parts);
  service.starts.take(); // before a thread is anybody's: what is refused leaves nothing
  const wanted = { threads: threadsIn(run.given.spec), user: run.given.user ?? null };
  await startInThreads(service, caller, wanted, () => startPrepared(parts, run));
  return service.client.handle(run.id);
}

/** The threads that a run writes into, be it asked to or be it that its spec says so. */
function threadsIn(spec: Step): string[] {
  return [...new Set(stepsIn(spec).flatMap((step) => threadOf(step) ?? []))];
}

async function stepFor(
  service: Service,
  caller: Caller,
  { team, spec }: Pick<StartRequest, 'team' | 'spec'>,
): Promise<StepInput> {
  if ((team === undefined) === (spec === undefined))
    throw new RefusedRequest(
      'Request.Malformed',
      "say what is to run: 'team' or 'spec', one of them",
    );
  if (team !== undefined) return (await teamFor(service, caller, team)).spec;
  if (caller.user === null && caller.teams === null) return spec as StepInput;
  throw new RefusedRequest(
    'Request.Forbidden',
    "this token may start teams by their names only: give 'team' in place of 'spec'",
  );
}
