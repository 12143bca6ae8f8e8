/** Characters of an answer at most. */
export const longestAnswer = 20_000;

/** An answer as it is sent to the run that asks, by signal or by update. */
export interface GivenAnswer {
  answer: string;
  /** Question id. Default: the question of the run it is sent to. */
  question?: string | null;
  /** Who answers, as they say. */
  by?: string | null;
}

/** A question to a person. */
export interface Question {
  question: string;
  choices: string[];
  /** Milliseconds that are waited. */
  timeoutMs: number;
  /** The answer where nobody gives one in time. */
  default: string | null;
  assignee: string | null;
}

/** How a question ended. */
export interface Answered {
  /** `null`: nobody answered. */
  answer: string | null;
  by: string | null;
  /** ISO 8601 */
  at: string;
  means: 'update' | 'signal' | 'default' | 'timeout';
}

/** What was sent as an answer, read; a text says what is wrong with it. */
export function readAnswer(given: unknown): GivenAnswer | string {
  const shape = 'an answer is {answer, question?, by?}, each of them a text';
  if (typeof given !== 'object' || given === null) return shape;
  const { answer, question = null, by = null } = given as Record<string, unknown>;
  if (typeof answer !== 'string' || answer.trim() === '') return shape;
  if (!isTextOrNull(question) || !isTextOrNull(by)) return shape;
  if (answer.length > longestAnswer) return `an answer has at most ${longestAnswer} characters`;
  if (by !== null && by.length > 200) return 'the name of who answers has at most 200 characters';
  return { answer: answer.trim(), question, by };
}

/** Why an answer is not taken; `null`: it is, or it is the one that was given already. */
export function answerProblem(
  given: GivenAnswer,
  { id, choices }: { id: string; choices: readonly string[] },
  before: Pick<Answered, 'answer' | 'by'> | null,
): string | null {
  if (given.question && given.question !== id)
    return `there is no question '${given.question}' here: this one is '${id}'`;
  if (before !== null) return before.answer === given.answer ? null : tooLate(id, before);
  if (choices.length === 0 || choices.includes(given.answer)) return null;
  return `'${given.answer}' is none of the choices: ${choices.join(', ')}`;
}

/** That a question has been answered already, and by whom. */
export function tooLate(id: string, { answer, by }: Pick<Answered, 'answer' | 'by'>): string {
  if (answer === null) return `question '${id}' is over: nobody answered in time`;
  return `question '${id}' was answered already, by ${by ?? 'somebody who gave no name'}: ${answer.slice(0, 200)}`;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
