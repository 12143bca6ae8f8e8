import { readAnswer } from '../../core/questions/answers.ts';
import { refuse } from './refused-input.ts';

/** The words of the command `answer`. */
interface AnswerWords {
  id?: string | undefined;
  text?: string | undefined;
  last?: boolean | undefined;
  approve?: boolean | undefined;
  deny?: boolean | undefined;
  reason?: string | undefined;
  by?: string | undefined;
}

/** What was said of which run; `run` `undefined`: the newest. */
export interface Said {
  run: string | undefined;
  /** `null`: it is a verdict. */
  answer: string | null;
  approve: boolean;
}

const howTo =
  "say the run and the answer: 'answer ID TEXT', 'answer ID --approve' or 'answer ID --deny', with --last in place of the ID";

/** @throws `Input.Invalid` for words that are no answer, or more than one */
export function readAnswerWords({ id, text, last, approve, deny, ...more }: AnswerWords): Said {
  const words = [id, text].filter((word) => word !== undefined);
  const [run, answer] = last === true ? [undefined, ...words] : words;
  if ((last !== true && run === undefined) || (last === true && words.length > 1))
    throw refuse(howTo);
  const said = [approve === true, deny === true, answer !== undefined].filter(Boolean);
  if (said.length === 0) throw refuse(howTo);
  if (said.length > 1) throw refuse('an answer is one of a text, --approve and --deny: give one');
  if (more.reason !== undefined && answer !== undefined)
    throw refuse('--reason goes with --approve or --deny: an answer says itself why');
  const verdict = answer === undefined ? { approve: approve === true } : {};
  const read = readAnswer({ answer, ...verdict, ...more });
  if (typeof read === 'string') throw refuse(read);
  return { run, answer: answer ?? null, approve: approve === true };
}
