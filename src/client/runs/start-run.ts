import { createHash } from 'node:crypto';
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowStartOptions,
} from '@temporalio/client';
import type { Text } from '../../core/content.ts';
import { invalidInput } from '../../core/parse-input.ts';
import { currentVersion, type RunInput } from '../../core/run-input.ts';
import { excerpt } from '../../core/amounts.ts';
import * as webUi from '../../core/web-ui/summaries.ts';
import type { ClientParts } from './client-parts.ts';
import { awaitWorkers } from './pollers.ts';
import type { PreparedRun } from './prepare-run.ts';
import { startSearchable } from './search-attributes.ts';
import { longInputBytes, storeInput, takesLongInput } from './store-input.ts';
import { studioLinkOf } from './studio-url.ts';

/**
 * Starts the workflow of a run, or attaches to the one that is the same.
 *
 * @param note told where the run cannot be found by what it is
 * @returns whether it was there already
 * @throws `Input.Invalid` for an id that another run has
 * @throws `Worker.Unconfigured` when nobody serves a queue that the run needs
 */
export async function startRun(
  parts: ClientParts,
  run: PreparedRun,
  note?: (line: string) => void,
): Promise<boolean> {
  const { temporal, queue, serving } = parts;
  const { id, given, survey } = run;
  const again = run.again === undefined ? {} : { again: run.again };
  if (serving === null) await awaitWorkers(temporal, queue, survey);
  const { spec, input, user } = given;
  // its fields in this order: an earlier version's run is attached to by the same hash
  const digest = createHash('sha256')
    .update(JSON.stringify({ ...given, ...again }))
    .digest('hex');
  const start: WorkflowStartOptions = {
    taskQueue: queue,
    workflowId: id,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    ...webUi.run(spec, input, studioLinkOf(parts, id)),
    memo: { name: spec.name, question: excerpt(input, 120), request: digest, serving },
  };
  try {
    const asked = {
      ...given,
      input: await travelling(parts, run),
      ...again,
      checked: true,
      version: currentVersion,
      ...watched(parts),
    };
    let isSearchable = false;
    await startSearchable(spec, user ?? null, ({ searchable, ...attributes }) => {
      isSearchable = searchable;
      const args: [RunInput] = [searchable ? { ...asked, searchable } : asked];
      return temporal.workflow.start(spec.kind, { ...start, args, ...attributes });
    });
    if (!isSearchable) note?.(unsearchable);
    return false;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await refuseOther(temporal, id, digest);
    return true;
  }
}

/** The input as it travels with the start. */
async function travelling(parts: ClientParts, { id, given }: PreparedRun): Promise<Text> {
  const { spec, input } = given;
  const isLong = Buffer.byteLength(JSON.stringify(input)) > longInputBytes && takesLongInput(spec);
  return isLong ? await storeInput(parts, id, input) : input;
}

const unsearchable =
  "This cluster does not know all search attributes of runs, so not everything can be searched for: 'durable-agents search-attributes' registers them there, once.";

/** How the calls of a run are watched does not make it another run. */
function watched({ heartbeatTimeoutMs = null }: ClientParts): Partial<RunInput> {
  return heartbeatTimeoutMs === null ? {} : { heartbeatTimeoutMs };
}

async function refuseOther(temporal: Client, id: string, digest: string): Promise<void> {
  const { memo } = await temporal.workflow.getHandle(id).describe();
  if (memo?.['request'] === digest) return;
  const message = `there is a run '${id}' already, with another spec or input: choose another id, or see it with 'show ${id}'`;
  throw invalidInput('the id', [{ path: '', message }], 'takenId');
}
