import { excerpt } from '../amounts.ts';
import type { Question } from './question.ts';

/** Characters of an answer, and of a reason, at most. */
export const longestAnswer = 20_000;
const longestName = 200;
/** A path of steps inside a workflow id, which Temporal takes up to 1,000 characters. */
const longestId = 800;

/** An answer as it is sent to the run that asks, by signal or by update: with `answer` or `approve`. */
export interface AnswerInput {
  /** To a question. */
  answer?: string;
  /** To an approval: whether the call may be made. */
  approve?: boolean;
  /** Of an approval: why, or why not; a model is told why its call was denied. */
  reason?: string | null;
  /** Question id. Default: the one that waits in the run it is sent to. */
  question?: string | null;
  /** Who answers, as they say. */
  by?: string | null;
}

/** An answer as it was read: of `answer` and `approve` one is not `null`. */
export interface GivenAnswer {
  answer: string | null;
  approve: boolean | null;
  reason: string | null;
  question: string | null;
  by: string | null;
}

/** How a question ended. */
export interface Answered {
  /** `null`: nobody answered, or it was an approval. */
  answer: string | null;
  /** Of an approval: whether the call may be made; `null`: nobody said. */
  approved: boolean | null;
  reason: string | null;
  by: string | null;
  /** ISO 8601 */
  at: string;
  means: 'update' | 'signal' | 'default' | 'timeout';
}

/** A question that was answered. */
export interface AnsweredEarlier {
  /** Question id. */
  id: string;
  answered: Answered;
}

const shape =
  'an answer is {answer, question?, by?}, each of them a text, or {approve, reason?, question?, by?} with true or false';

/** What was sent as an answer, read; a text says what is wrong with it. */
export function readAnswer(sent: unknown): GivenAnswer | string {
  if (typeof sent !== 'object' || sent === null) return shape;
  const { answer = null, approve = null, ...more } = sent as Record<string, unknown>;
  const { reason = null, question = null, by = null } = more;
  if (!isTextOrNull(answer) || !isTextOrNull(reason)) return shape;
  if (!isTextOrNull(question) || !isTextOrNull(by)) return shape;
  if (approve !== null && typeof approve !== 'boolean') return shape;
  const text = answer?.trim() ?? null;
  if (text === '' || (text === null) === (approve === null)) return shape;
  if ([text, reason].some((each) => each !== null && each.length > longestAnswer))
    return `an answer, and a reason, has at most ${longestAnswer} characters`;
  if (by !== null && by.length > longestName)
    return `the name of who answers has at most ${longestName} characters`;
  if (question !== null && (question.length > longestId || /[\p{Cc}\p{Cs}]/u.test(question)))
    return `the id of a question has at most ${longestId} characters, none of them a control character`;
  const name = by?.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim() || null; // it stands in lines of logs
  return { answer: text, approve, reason: reason?.trim() || null, question, by: name };
}

/** What decides whether an answer is taken. */
export type Asked = Pick<Question, 'choices' | 'approval'> & { id: string };

/** Why an answer is not taken; `null`: it is, or it is the one that was given already. */
export function answerProblem(
  given: GivenAnswer,
  { id, choices, approval }: Asked,
  before: Answered | null,
): string | null {
  if (before !== null) return isSame(given, before) ? null : tooLate(id, before);
  if (approval !== null && given.approve === null)
    return `'${id}' is an approval: it takes a yes or a no, and a reason`;
  if (approval === null && given.answer === null)
    return `'${id}' is a question, not an approval: it takes a text`;
  if (given.answer === null || choices.length === 0 || choices.includes(given.answer)) return null;
  return `'${excerpt(given.answer, 200)}' is none of the choices: ${choices.join(', ')}`;
}

/** Whether somebody has said the same already. */
export function isSame(given: GivenAnswer, { answer, approved, means }: Answered): boolean {
  if (means === 'timeout' || means === 'default') return false;
  return given.answer === answer && given.approve === approved;
}

/** That a workflow has never asked a question of this id. */
export function noQuestion(id: string): string {
  return `there is no question '${id}' here`;
}

/** That a question has been answered already, and by whom. */
export function tooLate(id: string, { answer, approved, by, means }: Answered): string {
  if (means === 'timeout' || means === 'default')
    return `question '${id}' is over: nobody answered in time`;
  const said = answer === null ? (approved ? 'approved' : 'denied') : excerpt(answer, 200);
  return `question '${id}' was answered already, by ${by ?? 'somebody who gave no name'}: ${said}`;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
