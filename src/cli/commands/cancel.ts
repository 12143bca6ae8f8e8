import { type Command, readingFlags, type ReadingOptions } from '../command.ts';

interface CancelOptions extends ReadingOptions {
  id?: string;
  last?: boolean;
}

/** `cancel ID`: ends a run, its children and their calls, and waits until it has ended. */
export const cancel: Command<CancelOptions> = {
  name: 'cancel',
  does: 'cancel a run, and wait until it has ended',
  alsoTried: ['stop', 'kill', 'abort', 'terminate', 'rm'],
  takes: [{ key: 'id', shown: 'id', does: 'the id of the run', optional: true }],
  flags: [{ name: 'last', does: 'the newest run, in place of an id' }, ...readingFlags],
  examples: ['cancel research-40a3b24f', 'cancel --last --json'],
  async run({ id, last, ...options }, context) {
    const [place, { RunHandle }, { runMeant }, { refuse }, { unknownRun }, { cancelRun }] =
      await Promise.all([
        import('../place/open-reader.ts'),
        import('../../client/runs/run-handle.ts'),
        import('../place/last-run.ts'),
        import('../input/refused-input.ts'),
        import('../../client/runs/unknown-run.ts'),
        import('../cancel-run.ts'),
      ]);
    if ((id === undefined) === (last !== true))
      throw refuse(
        "name the run to cancel by its id, or say --last; 'durable-agents list' shows them",
      );
    const found = await place.findReadingPlace(options);
    if (!(await place.wasUsed(found))) throw unknownRun(id ?? 'the last one');
    const client = await place.openReader(found, options, context);
    try {
      const handle = new RunHandle(client, await runMeant(client, id));
      const { status, ...answer } = await cancelRun(client, handle, context);
      await context.output.answer(answer);
      return status;
    } finally {
      await place.closePlace(client, context);
    }
  },
};
