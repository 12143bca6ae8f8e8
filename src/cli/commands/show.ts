import type { ServerClient } from '../../client/runs/server-client.ts';
import type { RunProgress } from '../../client/progress/index.ts';
import {
  type Command,
  type CommandContext,
  ExitStatus,
  readingFlags,
  type ReadingOptions,
} from '../command.ts';
import type { ShownRun } from '../render/show.ts';

interface ShowOptions extends ReadingOptions {
  id?: string;
  prompts?: string;
}

/** `show ID`: what a run has said and cost so far. No run goes on by it. */
export const show: Command<ShowOptions> = {
  name: 'show',
  does: 'show the state, transcript and cost of a run, without continuing it',
  alsoTried: ['view', 'get', 'describe'],
  takes: [
    {
      key: 'id',
      shown: 'id',
      does: 'the id of the run, or ID/PATH of a step in it; default: the newest',
      optional: true,
    },
  ],
  flags: [
    {
      name: 'prompts',
      value: 'path',
      does: 'what models were sent at this step and below, as it was sent; . is the whole run',
    },
    ...readingFlags,
  ],
  examples: ['show research-40a3b24f/1-Analysts --json', 'show --prompts 2-Writer'],
  async run({ id: given, prompts, ...options }, context) {
    const [
      place,
      { locateRun, readProgressAt },
      { showAnswer },
      { unknownRun },
      { RunHandle },
      { runMeant },
      { waitingQuestions },
    ] = await Promise.all([
      import('../place/open-reader.ts'),
      import('../../client/progress/index.ts'),
      import('../render/show.ts'),
      import('../../client/runs/unknown-run.ts'),
      import('../../client/runs/run-handle.ts'),
      import('../place/last-run.ts'),
      import('../../client/questions/waiting-questions.ts'),
    ]);
    const found = await place.findReadingPlace(options);
    if (!(await place.wasUsed(found))) throw unknownRun(given ?? 'the newest one');
    const client = await place.openReader(found, options, context);
    try {
      const id = await runMeant(client, given);
      if (prompts !== undefined) return await showPrompts(client, id, prompts, context);
      const address = await locateRun(client.temporal, id);
      const { workflowId } = address;
      const progress = await readProgressAt(client.temporal, address);
      const isRunning = progress.status === 'running';
      const [run, goesOn, questions] = await Promise.all([
        withTexts(client, progress, context.output.json),
        isRunning && isServed(client, workflowId),
        isRunning ? waitingQuestions(client.temporal, workflowId) : [],
      ]);
      const { url, studio } = new RunHandle(client, workflowId);
      const there = { url, studio, goesOn, questions };
      await context.output.answer(showAnswer(run, there));
      return ExitStatus.success;
    } finally {
      await place.closePlace(client, context);
    }
  },
};

async function showPrompts(
  client: ServerClient,
  id: string,
  path: string,
  { output }: CommandContext,
): Promise<ExitStatus> {
  const [{ RunHandle }, { turnsAt }, { promptsAnswer }] = await Promise.all([
    import('../../client/runs/run-handle.ts'),
    import('../place/turns-at.ts'),
    import('../render/prompts.ts'),
  ]);
  const turns = await turnsAt(new RunHandle(client, id), path);
  await output.answer(promptsAnswer(id, turns));
  return ExitStatus.success;
}

/** The history has nearly every text; a very long one is only in the store. */
async function withTexts(
  client: ServerClient,
  progress: RunProgress,
  json: boolean,
): Promise<ShownRun> {
  const [{ fillTexts }, { withItems }] = await Promise.all([
    import('../../client/runs/fill-result.ts'),
    import('../../client/runs/read-items.ts'),
  ]);
  const { spec, ...texts } = progress;
  const run = { ...((await fillTexts(client, texts)) as ShownRun), spec };
  if (run.result === null) return run;
  return { ...run, result: await withItems(client, run.result, json ? Infinity : undefined) };
}

async function isServed({ temporal }: ServerClient, workflowId: string): Promise<boolean> {
  const [{ describeRun }, { isServedElsewhere }] = await Promise.all([
    import('../place/describe-run.ts'),
    import('../place/served-elsewhere.ts'),
  ]);
  const { taskQueue } = await describeRun(temporal, workflowId);
  return await isServedElsewhere(temporal, taskQueue);
}
