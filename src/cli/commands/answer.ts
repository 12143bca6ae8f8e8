import type { ApprovalOptions } from '../../client/questions/answer-question.ts';
import type { RunHandle } from '../../client/runs/run-handle.ts';
import type { Said } from '../input/answer-words.ts';
import { type Command, ExitStatus, readingFlags, type ReadingOptions } from '../command.ts';

interface AnswerFlags extends ReadingOptions {
  id?: string;
  text?: string;
  question?: string;
  approve?: boolean;
  deny?: boolean;
  reason?: string;
  by?: string;
  last?: boolean;
}

async function send(
  handle: RunHandle,
  { answer: text, approve }: Said,
  { reason, ...options }: ApprovalOptions,
): Promise<string> {
  if (text !== null) return await handle.answer(text, options);
  const verdict = { ...options, reason };
  return approve ? await handle.approve(verdict) : await handle.deny(verdict);
}

/** `answer ID TEXT`: answers a question that a run waits for; `--approve` or `--deny`: a tool call. */
export const answer: Command<AnswerFlags> = {
  name: 'answer',
  does: 'answer the question that a run waits for',
  alsoTried: ['reply', 'respond', 'tell', 'approve', 'deny'],
  takes: [
    { key: 'id', shown: 'id', does: 'the id of the run; left out with --last', optional: true },
    {
      key: 'text',
      shown: 'text',
      does: 'the answer; left out with --approve and --deny',
      optional: true,
    },
  ],
  flags: [
    { name: 'question', value: 'QID', does: 'which question, where several wait' },
    { name: 'approve', does: 'allow the tool call that waits' },
    { name: 'deny', does: 'have the tool call not made, and the model told so' },
    { name: 'reason', value: 'TEXT', does: 'why it is approved or denied' },
    { name: 'by', value: 'NAME', does: 'who answers' },
    { name: 'last', does: 'the newest run, in place of an id' },
    ...readingFlags,
  ],
  examples: [
    'answer review-40a3b24f "ship it" --by Ada',
    'answer --last --deny --reason "not on a Friday"',
  ],
  async run({ id, text, last, question, approve, deny, reason, by, ...options }, context) {
    const [place, { RunHandle: Handle }, { runMeant }, { unknownRun }, { readAnswerWords }] =
      await Promise.all([
        import('../place/open-reader.ts'),
        import('../../client/runs/run-handle.ts'),
        import('../place/last-run.ts'),
        import('../../client/runs/unknown-run.ts'),
        import('../input/answer-words.ts'),
      ]);
    const said = readAnswerWords({ id, text, last, approve, deny, reason, by });
    const found = await place.findReadingPlace(options);
    if (!(await place.wasUsed(found))) throw unknownRun(said.run ?? 'the last one');
    const client = await place.openReader(found, options, context);
    try {
      const run = await runMeant(client, said.run);
      const handle = new Handle(client, run);
      const answered = await send(handle, said, { question, by, reason });
      const given = said.answer === null ? { approve: said.approve } : { answer: said.answer };
      await context.output.answer({
        document: { success: true, id: run, question: answered, ...given },
        text: `Question '${answered}' of run '${run}' is answered.`,
      });
      return ExitStatus.success;
    } finally {
      await place.closePlace(client, context);
    }
  },
};
