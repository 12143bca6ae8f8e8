import { suffixOf } from '../../core/queues.ts';
import { refuseBoth } from '../events-or-json.ts';
import {
  type Command,
  type CommandContext,
  type ExitStatus,
  runningFlags,
  type RunningOptions,
} from '../command.ts';
import type { Opened, Place } from '../place/place.ts';

interface ResumeOptions extends RunningOptions {
  id?: string;
  takeOver?: boolean;
  failed?: boolean;
}

/** `resume ID`: waits for a run that was started earlier, serving it in the embedded mode. */
export const resume: Command<ResumeOptions> = {
  name: 'resume',
  does: 'wait for a run that was started earlier, and serve it if need be',
  alsoTried: ['continue', 'wait', 'restart'],
  takes: [
    { key: 'id', shown: 'id', does: 'the id of the run; default: the newest', optional: true },
  ],
  flags: [
    {
      name: 'take-over',
      does: 'serve it even if it was started with other providers or functions',
    },
    {
      name: 'failed',
      does: 'of a map that has ended: start the run ID~2 for the items that failed, and wait for it',
    },
    ...runningFlags,
  ],
  examples: ['resume research-40a3b24f', 'resume research-40a3b24f --take-over --json'],
  async run(given, context) {
    const [{ findPlace, openToServe }, { closePlace }, { waitedFor, waitForRun }] =
      await Promise.all([
        import('../place/open-place.ts'),
        import('../place/open-reader.ts'),
        import('../wait-for-run.ts'),
      ]);
    refuseBoth(given, context);
    const { lastRun, refuseUnknown } = await import('../place/last-run.ts');
    const place = await findPlace(given);
    const options = { ...given, id: given.id ?? (await lastRun(given, context)) };
    if (given.failed) return await again(place, options, context);
    const opened =
      place.is === 'embedded'
        ? await openEmbedded(place, options, context)
        : await openToServe(place, options, context);
    try {
      if (place.is === 'cluster') await refuseUnknown(opened.client.parts, options.id);
      if (place.is === 'cluster' && !options.serve) await refuseUnserved(opened, options.id);
      return await waitForRun(waitedFor(opened, options.id), options, context);
    } finally {
      await closePlace(opened, context);
    }
  },
};

/** Has done again what failed in a map. */
async function again(
  place: Place,
  options: ResumeOptions & { id: string },
  context: CommandContext,
): Promise<ExitStatus> {
  const [{ openToServe }, { closePlace }, { waitedFor, waitForRun }, { refuseUnknown }] =
    await Promise.all([
      import('../place/open-place.ts'),
      import('../place/open-reader.ts'),
      import('../wait-for-run.ts'),
      import('../place/last-run.ts'),
    ]);
  const opened = await openToServe(place, options, context);
  try {
    await refuseUnknown(opened.client.parts, options.id);
    const { id } = await opened.client.resumeFailed(options.id);
    return await waitForRun(waitedFor(opened, id), options, context);
  } finally {
    await closePlace(opened, context);
  }
}

/** Serves what the run needs: nothing if it has ended, its own queues if they are to be taken over. */
async function openEmbedded(
  place: Place & { is: 'embedded' },
  options: ResumeOptions & { id: string },
  context: CommandContext,
): Promise<Opened> {
  const [
    { findPlace, openToServe, openToStart, unserved },
    { describeRun },
    foreign,
    { refuseUnknown },
    { wasUsed },
    { unknownRun },
    { withStudio },
  ] = await Promise.all([
    import('../place/open-place.ts'),
    import('../place/describe-run.ts'),
    import('../place/foreign-run.ts'),
    import('../place/last-run.ts'),
    import('../place/open-reader.ts'),
    import('../../client/runs/unknown-run.ts'),
    import('../place/serve-studio.ts'),
  ]);
  const { isForeign, refuseForeign } = foreign;
  if (!(await wasUsed({ is: 'embedded', plan: place.target }))) throw unknownRun(options.id);
  const client = await openToStart(place, options, context);
  try {
    await refuseUnknown(client.parts, options.id);
    const run = await describeRun(client.parts.temporal, options.id);
    if (run.status.name !== 'RUNNING') {
      const ended = { ...unserved(client), embedded: true };
      return await withStudio(ended, place.target.stateDir, options, context);
    }
    if (!options.takeOver) refuseForeign(place.target, run);
    const taken = isForeign(place.target, run)
      ? await findPlace(options, suffixOf(run.taskQueue))
      : place;
    const opened = await openToServe(taken, options, context);
    void client.close().catch(() => undefined);
    return opened;
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** @throws `Worker.Unconfigured` when the run would wait for ever, as nobody serves its queues */
async function refuseUnserved({ client }: Opened, id: string): Promise<void> {
  const [{ readProgress }, { describeRun }, { awaitWorkers }, { surveyOf }] = await Promise.all([
    import('../../client/progress/index.ts'),
    import('../place/describe-run.ts'),
    import('../../client/runs/pollers.ts'),
    import('../../core/kinds/walk.ts'),
  ]);
  const { temporal } = client.parts;
  const { status, spec } = await readProgress(temporal, id);
  if (status !== 'running' || spec === null) return;
  const { taskQueue } = await describeRun(temporal, id);
  await awaitWorkers(temporal, taskQueue, surveyOf(spec));
}
