import { readAnswer } from '../../core/kinds/person/answers.ts';
import { type Command, ExitStatus, readingFlags, type ReadingOptions } from '../command.ts';

interface AnswerFlags extends ReadingOptions {
  id?: string;
  text?: string;
  question?: string;
  by?: string;
  last?: boolean;
}

/** `answer ID TEXT`: answers the question of a person that a run waits for. */
export const answer: Command<AnswerFlags> = {
  name: 'answer',
  does: 'answer the question that a run waits for',
  alsoTried: ['reply', 'respond', 'tell'],
  takes: [
    { key: 'id', shown: 'id', does: 'the id of the run; left out with --last', optional: true },
    { key: 'text', shown: 'text', does: 'the answer', optional: true },
  ],
  flags: [
    { name: 'question', value: 'QID', does: 'which question, where several wait' },
    { name: 'by', value: 'NAME', does: 'who answers' },
    { name: 'last', does: 'the newest run, in place of an id' },
    ...readingFlags,
  ],
  examples: ['answer review-40a3b24f "ship it" --by Ada', 'answer --last yes --json'],
  async run({ id, text, last, question, by, ...options }, context) {
    const [place, { RunHandle }, { runMeant }, { refuse }, { unknownRun }] = await Promise.all([
      import('../place/open-reader.ts'),
      import('../../client/runs/run-handle.ts'),
      import('../place/last-run.ts'),
      import('../input/refused-input.ts'),
      import('../../client/runs/unknown-run.ts'),
    ]);
    const said = last === true ? id : text;
    if (said === undefined || (last === true && text !== undefined))
      throw refuse("say the run and the answer: 'answer ID TEXT', or 'answer --last TEXT'");
    const read = readAnswer({ answer: said, question, by });
    if (typeof read === 'string') throw refuse(read);
    const found = await place.findReadingPlace(options);
    if (!(await place.wasUsed(found))) throw unknownRun(id ?? 'the last one');
    const client = await place.openReader(found, options, context);
    try {
      const run = await runMeant(client, last === true ? undefined : id);
      const answered = await new RunHandle(client, run).answer(said, { question, by });
      await context.output.answer({
        document: { success: true, id: run, question: answered, answer: said },
        text: `Question '${answered}' of run '${run}' is answered.`,
      });
      return ExitStatus.success;
    } finally {
      await place.closePlace(client, context);
    }
  },
};
