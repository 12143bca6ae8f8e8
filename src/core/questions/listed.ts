import { pathsAround } from '../step-path.ts';
import { beginningOf } from '../unicode.ts';
import type { OpenQuestion, Question } from './question.ts';

/** Key in a workflow's memo under which its open questions stand: `OpenQuestion[]`. */
export const openQuestionsMemo = 'questions';

/** Characters of the texts of a listed question at most. */
const longest = { question: 2_000, args: 2_000, said: 1_000, choice: 200 } as const;
const choicesAtMost = 20;

/** A question as it is listed while it waits. */
export function listedQuestion(id: string, question: Question, askedAt: number): OpenQuestion {
  const { choices, timeoutMs, assignee, approval } = question;
  return {
    id,
    question: cut(question.question, longest.question),
    choices: choices.slice(0, choicesAtMost).map((choice) => cut(choice, longest.choice)),
    askedAt: new Date(askedAt).toISOString(),
    deadline: new Date(askedAt + timeoutMs).toISOString(),
    assignee,
    approval: approval && {
      ...approval,
      args: cut(approval.args, longest.args),
      said: cut(approval.said, longest.said),
    },
  };
}

/** Characters of all texts of the listed questions of a workflow together, and questions, at most. */
const together = { characters: 24_000, questions: 100 } as const;

/** Listed questions as they are written down together: the more there are, the shorter each. */
export function shortened(questions: readonly OpenQuestion[]): OpenQuestion[] {
  const shown = questions.slice(0, together.questions);
  const each = Math.floor(together.characters / Math.max(1, shown.length) / 3);
  const room = { question: each, args: each, said: each, choice: Math.min(each, longest.choice) };
  return shown.map(({ approval, choices, ...question }) => ({
    ...question,
    question: cut(question.question, Math.min(room.question, longest.question)),
    choices: choices
      .slice(0, Math.max(1, Math.floor(each / longest.choice)))
      .map((choice) => cut(choice, room.choice)),
    approval: approval && {
      ...approval,
      args: cut(approval.args, Math.min(room.args, longest.args)),
      said: cut(approval.said, Math.min(room.said, longest.said)),
    },
  }));
}

function cut(text: string, atMost: number): string {
  return text.length <= atMost ? text : `${beginningOf(text, atMost - 1)}…`;
}

/** What stands behind the step path in the id of a question: an approval's turn and call, a repetition. */
const behindPath = /(#\d+(\.\d+)?)+$/;

/** Id of the question about a tool call of a step. */
export function approvalId(path: string, run: string, turn: number, index: number): string {
  return `${path === '' ? run : path}#${turn}.${index}`;
}

/** Paths in a run whose workflow may ask a question, the likeliest first. */
export function askedBelow(question: string, run: string): string[] {
  const paths = [question, question.replace(behindPath, '')];
  const around = pathsAround(paths[1] ?? '').filter((path) => path !== '');
  return [...new Set([...paths, ...around])].filter((path) => path !== '' && path !== run);
}
