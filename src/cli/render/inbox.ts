import { excerpt } from '../../core/amounts.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import type { Answer } from '../output.ts';
import { howToAnswer, longestShown, questionLine } from './question.ts';

/** Questions that wait for people, each with how it is answered; or a document. */
export function inboxAnswer(questions: readonly WaitingQuestion[]): Answer {
  const text =
    questions.length === 0 ? 'Nothing waits for a person.' : questions.map(shown).join('\n\n');
  return { document: { success: true, questions }, text };
}

function shown(question: WaitingQuestion): string {
  const { id, run, assignee, askedAt, deadline, approval } = question;
  const where = id === run ? run : `${run} · ${id}`;
  const whom = assignee === null ? '' : ` · for ${excerpt(assignee, longestShown)}`;
  const said = approval?.said ? [`  it said: ${approval.said.replaceAll(/\s+/g, ' ')}`] : [];
  return [
    `${where}${whom} · asked ${minute(askedAt)}, until ${minute(deadline)}`,
    `  ${questionLine(question)}`,
    ...said,
    `  ${howToAnswer(question)}`,
  ].join('\n');
}

/** UTC, like everywhere in lists. */
function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}
