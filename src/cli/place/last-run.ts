import { locateRun } from '../../client/progress/locate-run.ts';
import { Runs } from '../../client/runs/runs.ts';
import type { ServerClient } from '../../client/runs/server-client.ts';
import { Failure, failureType } from '../../core/failures.ts';
import { nearest, suggestion } from '../../core/nearest.ts';
import type { CommandContext, ReadingOptions } from '../command.ts';
import { refuse } from '../input/refused-input.ts';
import { closePlace, findReadingPlace, openReader, wasUsed } from './open-reader.ts';

/**
 * The newest run of a place, for a command that opens the place otherwise.
 *
 * @throws `Input.Invalid` where there is none
 */
export async function lastRun(options: ReadingOptions, context: CommandContext): Promise<string> {
  const place = await findReadingPlace(options);
  if (!(await wasUsed(place))) throw noRuns();
  const client = await openReader(place, options, context);
  try {
    return await runMeant(client, undefined);
  } finally {
    await closePlace(client, context);
  }
}

function noRuns() {
  return refuse('there are no runs here yet, so name one by its id');
}

/**
 * The run that is meant: the one that is named, else the newest one.
 *
 * @throws `Input.Invalid` where there is none, naming the one whose id is near
 */
export async function runMeant(client: ServerClient, id: string | undefined): Promise<string> {
  if (id !== undefined) {
    await refuseUnknown(client, id);
    return id;
  }
  const [newest] = await new Runs(client).list({ limit: 1 });
  if (newest === undefined) throw noRuns();
  return newest.id;
}

/** Runs whose ids are compared with a mistyped one, the newest. */
const compared = 200;

/** @throws `Input.Invalid` where no run has the id, of a run or of a step inside it */
export async function refuseUnknown(client: ServerClient, id: string): Promise<void> {
  try {
    await locateRun(client.temporal, id);
  } catch (error) {
    if (failureType(error) !== Failure.inputInvalid) throw error;
    const runs = await new Runs(client).list({ limit: compared }).catch(() => []);
    const near = nearest(
      id,
      runs.map((run) => run.id),
    );
    throw near === undefined ? error : refuse(`there is no run '${id}' here${suggestion(near)}`);
  }
}
