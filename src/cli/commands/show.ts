import type { AgentsClient } from '../../client/runs/agents-client.ts';
import type { RunProgress } from '../../client/progress/index.ts';
import { type Command, ExitStatus, readingFlags, type ReadingOptions } from '../command.ts';
import type { ShownRun } from '../render/show.ts';

interface ShowOptions extends ReadingOptions {
  id: string;
}

/** `show ID`: what a run has said and cost so far. No run goes on by it. */
export const show: Command<ShowOptions> = {
  name: 'show',
  does: 'show the state, transcript and cost of a run, without continuing it',
  alsoTried: ['list', 'ls', 'ps', 'status', 'view', 'get', 'logs', 'describe'],
  takes: [{ key: 'id', shown: 'id', does: 'the id of the run, or ID/PATH of a step in it' }],
  flags: readingFlags,
  examples: ['show research-40a3b24f', 'show research-40a3b24f/1-Analysts --json'],
  async run({ id, ...options }, context) {
    const [place, { locateRun, readProgressAt }, { showAnswer }, { unknownRun }] =
      await Promise.all([
        import('../place/open-place.ts'),
        import('../../client/progress/index.ts'),
        import('../render/show.ts'),
        import('../../client/runs/unknown-run.ts'),
      ]);
    const found = await place.findPlace(options);
    if (!(await place.wasUsed(found))) throw unknownRun(id);
    const client = await place.openToRead(found, options, context);
    try {
      const { temporal } = client.parts;
      const address = await locateRun(temporal, id);
      const progress = await readProgressAt(temporal, address);
      const handle = client.handle(address.workflowId);
      const [run, goesOn] = await Promise.all([
        withTexts(client, progress),
        progress.status === 'running' && isServed(client, handle.id),
      ]);
      await context.output.answer(showAnswer(run, { url: handle.url, goesOn }));
      return ExitStatus.success;
    } finally {
      await place.closePlace(client, context);
    }
  },
};

/** The history has nearly every text; a very long one is only in the store. */
async function withTexts({ parts }: AgentsClient, progress: RunProgress): Promise<ShownRun> {
  const { fillTexts } = await import('../../client/runs/fill-result.ts');
  const { spec, ...texts } = progress;
  return { ...((await fillTexts(parts, texts)) as ShownRun), spec };
}

async function isServed(client: AgentsClient, workflowId: string): Promise<boolean> {
  const [{ describeRun }, { isServedElsewhere }] = await Promise.all([
    import('../place/foreign-run.ts'),
    import('../place/served-elsewhere.ts'),
  ]);
  const { taskQueue } = await describeRun(client, workflowId);
  return await isServedElsewhere(client, taskQueue);
}
