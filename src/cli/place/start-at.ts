import type { AgentsClient } from '../../client/runs/agents-client.ts';
import type { PreparedRun } from '../../client/runs/prepare-run.ts';
import { startRun } from '../../client/runs/start-run.ts';
import type { CommandContext } from '../command.ts';
import { describeRun } from './describe-run.ts';
import { refuseForeign } from './foreign-run.ts';
import type { Place } from './place.ts';

/**
 * Starts a run, or attaches to the one that is the same.
 *
 * @throws `Input.Invalid` for an id that another run has, or one that would wait here for ever
 */
export async function startAt(
  place: Place,
  client: AgentsClient,
  prepared: PreparedRun,
  { output }: CommandContext,
): Promise<void> {
  const attached = await startRun(client.parts, prepared, (line) => output.note(line));
  if (attached && place.is === 'embedded')
    refuseForeign(place.target, await describeRun(client.parts.temporal, prepared.id));
}
