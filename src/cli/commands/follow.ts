import { readCursor } from '../../core/event-cursor.ts';
import { refuseBoth } from '../events-or-json.ts';
import {
  type Command,
  type CommandContext,
  ExitStatus,
  readingFlags,
  type ReadingOptions,
} from '../command.ts';
import type { ServerClient } from '../../client/runs/server-client.ts';

interface FollowOptions extends ReadingOptions {
  id?: string;
  events?: boolean;
  after?: string;
}

/** `follow ID`: shows what happens in a run until it ends. No run goes on by it. */
export const follow: Command<FollowOptions> = {
  name: 'follow',
  does: 'show live what happens in a run until it ends, without serving it',
  alsoTried: ['watch', 'tail', 'attach', 'logs', 'events', 'stream'],
  takes: [
    { key: 'id', shown: 'id', does: 'the id of the run; default: the newest', optional: true },
  ],
  flags: [
    { name: 'events', does: 'its events on stdout, a line of JSON each; the last has the result' },
    { name: 'quiet', does: 'nothing but the answer: no progress, no notes' },
    { name: 'after', value: 'cursor', does: 'with --events: only what comes behind this cursor' },
    ...readingFlags,
  ],
  examples: ['follow research-40a3b24f', 'follow --events --after 12'],
  async run({ id, ...options }, context) {
    const [place, { unknownRun }, { refuse }] = await Promise.all([
      import('../place/open-reader.ts'),
      import('../../client/runs/unknown-run.ts'),
      import('../input/refused-input.ts'),
    ]);
    refuseBoth(options, context);
    if (options.after !== undefined && !options.events)
      throw refuse('--after is of --events: what a person is shown begins at the beginning');
    if (options.after !== undefined) readCursor(options.after);
    const found = await place.findReadingPlace(options);
    if (!(await place.wasUsed(found))) throw unknownRun(id ?? 'the last one');
    const client = await place.openReader(found, options, context);
    try {
      const wanted = { ...options, ...(id !== undefined && { id }) };
      return await followIn(client, found.is === 'cluster', wanted, context);
    } finally {
      await place.closePlace(client, context);
    }
  },
};

async function followIn(
  client: ServerClient,
  isCluster: boolean,
  { id, events, after }: FollowOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const [
    { RunHandle },
    { runMeant },
    { writeEvents },
    { waitForRun },
    { watchServing },
    { inSentence },
  ] = await Promise.all([
    import('../../client/runs/run-handle.ts'),
    import('../place/last-run.ts'),
    import('../write-events.ts'),
    import('../wait-for-run.ts'),
    import('../place/watch-serving.ts'),
    import('../render/shell-word.ts'),
  ]);
  const interruptedBy = (again: string) => {
    context.output.note(`Interrupted. ${inSentence(again)} goes on.`);
    return ExitStatus.interrupted;
  };
  const handle = new RunHandle(client, await runMeant(client, id));
  const over = new AbortController();
  const run = { temporal: client.temporal, id: handle.id, isCluster };
  await watchServing(run, (line) => context.output.note(line), over.signal);
  try {
    if (events) return await writeEvents({ handle, after, interruption: interruptedBy }, context);
    const parts = { client, handle, embedded: false, broken: new Promise<never>(() => {}) };
    return await waitForRun(parts, {}, context);
  } finally {
    over.abort();
  }
}
