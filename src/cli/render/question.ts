import { excerpt } from '../../core/amounts.ts';
import type { Question } from '../../core/questions/question.ts';

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
  const which = id === run ? '' : ` --question ${inQuotes(id)}`;
  const verdict = approval === null ? '' : ' --approve';
  return `durable-agents answer ${inQuotes(run)}${said}${which}${verdict}`;
}

/** As a word of a shell's command line. */
function inQuotes(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
