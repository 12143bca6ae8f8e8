import { excerpt } from '../../core/amounts.ts';
import type { Question } from '../../core/questions/question.ts';
import { shellWord } from './shell-word.ts';

type Shown = Pick<Question, 'question' | 'choices' | 'approval'>;

/** A question on one line: what is asked, and what may be answered. */
export function questionLine({ question, choices, approval }: Shown): string {
  if (approval !== null)
    return `may ${approval.agent} call ${approval.tool} ${excerpt(approval.args, 200)}?`;
  const listed = choices.length === 0 ? '' : ` (${choices.join(', ')})`;
  return `${excerpt(question, 200)}${listed}`;
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
  return `durable-agents answer ${shellWord(run)}${said}${which}${verdict}`;
}
