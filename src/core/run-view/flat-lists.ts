import type { RunEvent } from '../events.ts';
import { isWithin } from '../step-path.ts';
import { questionOf } from './questions.ts';
import type { RunView, ViewQuestion } from './types.ts';

/** What is known of the whole run without walking through it: open questions, warnings. */
export function flatAfter(
  { questions, warnings }: RunView,
  event: RunEvent,
): Pick<RunView, 'questions' | 'warnings'> {
  switch (event.type) {
    case 'question.asked':
      return { questions: [...questions, questionOf(event)], warnings };
    case 'question.answered':
      return { questions: questions.filter(({ id }) => id !== event.id), warnings };
    case 'step.ended':
      return { questions: withoutBelow(questions, event.path), warnings };
    case 'run.ended':
      return { questions: [], warnings };
    case 'warning': {
      const { path, warning, message, at } = event;
      return { questions, warnings: [...warnings, { path, warning, message, at }] };
    }
    default:
      return { questions, warnings };
  }
}

function withoutBelow(questions: readonly ViewQuestion[], path: string): readonly ViewQuestion[] {
  if (questions.length === 0) return questions;
  return questions.filter((each) => !isWithin(each.path, path));
}
