import { isObject } from '../parse-json.ts';
import { pathsAround } from '../step-path.ts';
import { beginningOf } from '../unicode.ts';
import type { OpenQuestion, Question } from './question.ts';

/** Key in a workflow's memo under which its open questions stand: `OpenQuestion[]`. */
export const openQuestionsMemo = 'questions';

/** How much of a question is listed at most: characters of each text, and choices. */
interface Room {
  question: number;
  args: number;
  said: number;
  choice: number;
  choices: number;
}

const longest: Room = { question: 2_000, args: 2_000, said: 1_000, choice: 200, choices: 20 };

/** A question as it is listed while it waits. */
export function listedQuestion(id: string, asked: Question, askedAt: number): OpenQuestion {
  const { question, choices, timeoutMs, assignee, approval } = asked;
  const times = {
    askedAt: new Date(askedAt).toISOString(),
    deadline: new Date(askedAt + timeoutMs).toISOString(),
  };
  return fitted({ id, question, choices, ...times, assignee, approval }, longest);
}

/** Characters of all texts of the listed questions of a workflow together, and questions, at most. */
const together = { characters: 24_000, questions: 100 } as const;

/** The listed questions in a value of a memo, which anybody's workflow may have: whatever else is there is left out. */
export function readListed(value: unknown): OpenQuestion[] {
  return Array.isArray(value) ? value.filter(isListed) : [];
}

function isListed(value: unknown): value is OpenQuestion {
  if (!isObject(value)) return false;
  const { id, question, choices, askedAt, deadline, approval } = value;
  const texts = [id, question, askedAt, deadline, ...(Array.isArray(choices) ? choices : [null])];
  const ofApproval = isObject(approval)
    ? [approval['agent'], approval['tool'], approval['args'], approval['said']]
    : [approval === null ? '' : approval];
  return [...texts, ...ofApproval].every((each) => typeof each === 'string');
}

/** Listed questions as they are written down together: the more there are, the shorter each. */
export function shortened(questions: readonly OpenQuestion[]): OpenQuestion[] {
  const shown = questions.slice(0, together.questions);
  const each = Math.floor(together.characters / Math.max(1, shown.length) / 3);
  const choices = Math.max(1, Math.floor(each / longest.choice));
  const room = { question: each, args: each, said: each, choice: each, choices };
  return shown.map((question) => fitted(question, room));
}

function fitted(listed: OpenQuestion, room: Room): OpenQuestion {
  const { question, choices, approval } = listed;
  return {
    ...listed,
    question: cut(question, room.question),
    choices: choices.slice(0, room.choices).map((choice) => cut(choice, room.choice)),
    approval: approval && {
      ...approval,
      args: cut(approval.args, room.args),
      said: cut(approval.said, room.said),
    },
  };
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
