import { excerpt } from '../../core/amounts.ts';
import type { Question } from '../../core/questions/question.ts';
import { commandLine, shellWord } from './shell-word.ts';

/** Characters of a choice or a name on a line: each may be far longer. */
export const longestShown = 60;

type Shown = Pick<Question, 'question' | 'choices' | 'approval'>;

/** A question on one line: what is asked, and what may be answered. */
export function questionLine({ question, choices, approval }: Shown): string {
  if (approval !== null)
    return `may ${approval.agent} call ${approval.tool} ${excerpt(approval.args, 200)}?`;
  const listed = choices.length === 0 ? '' : ` (${choices.map(choiceOnLine).join(', ')})`;
  return `${excerpt(question, 200)}${listed}`;
}

/** In quotes where it has a comma itself: commas part the choices. */
function choiceOnLine(choice: string): string {
  const shown = excerpt(choice, longestShown);
  return /[,"]/.test(shown) ? JSON.stringify(shown) : shown;
}

interface Asked extends Pick<Question, 'approval'> {
  id: string;
  run: string;
}

/** The command that answers a question. */
export function howToAnswer({ id, run, approval }: Asked): string {
  const said = approval === null ? ' "…"' : '';
  const which = id === run ? '' : ` --question ${shellWord(id)}`;
  const verdict = approval === null ? '' : ' --approve';
  return `${commandLine('answer', run)}${said}${which}${verdict}`;
}
