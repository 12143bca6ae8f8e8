import type { RunEvent } from '../events.ts';
import type { ViewAnswer, ViewNode, ViewQuestion } from './types.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

export function asked(node: ViewNode, event: EventOf<'question.asked'>): ViewNode {
  return {
    ...node,
    state: 'waitingForPerson',
    questions: [...node.questions, questionOf(event)],
  };
}

/** A question as it was asked. */
export function questionOf(event: EventOf<'question.asked'>): ViewQuestion {
  const { id, path, question, choices, deadline, answerTo, assignee, approval, at } = event;
  const asked = { id, path, question, choices, askedAt: at, deadline, answerTo };
  return { ...asked, assignee, approval, answer: null };
}

/** Who came too late to see the question sees its answer. */
export function answered(node: ViewNode, event: EventOf<'question.answered'>): ViewNode {
  const { id, path, at, answer, approved, reason, by, means } = event;
  const how = { answer, approved, reason, by, means, at };
  const found = node.questions.findLastIndex((question) => question.id === id);
  const before = node.questions[found] ?? { ...unseen, id, path };
  const question = { ...before, answer: how };
  const questions =
    found < 0 ? [...node.questions, question] : node.questions.with(found, question);
  return afterAnswer({ ...node, questions });
}

const unseen = {
  question: '',
  choices: [],
  askedAt: null,
  deadline: null,
  answerTo: null,
  assignee: null,
  approval: null,
  answer: null,
} as const;

function afterAnswer(node: ViewNode): ViewNode {
  const waits = node.questions.some(({ answer }) => answer === null);
  return node.state === 'waitingForPerson' && !waits ? { ...node, state: 'running' } : node;
}

/** A step that has ended takes no answer any more. */
export function closeQuestions(node: ViewNode, at: string): ViewNode {
  if (node.questions.every(({ answer }) => answer !== null)) return node;
  const questions = node.questions.map((question) =>
    question.answer === null ? { ...question, answer: { ...noAnswer, at } } : question,
  );
  return { ...node, questions };
}

const noAnswer: Omit<ViewAnswer, 'at'> = {
  answer: null,
  approved: null,
  reason: null,
  by: null,
  means: 'ended',
};
