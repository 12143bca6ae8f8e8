import { innerResults } from '../../core/kinds/results.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import { pathInside } from '../../core/step-path.ts';
import type { ApprovalRecord } from '../../core/kinds/agent/types.ts';
import type { PersonResult } from '../../core/kinds/person/types.ts';
import type { Answered } from '../../core/questions/answers.ts';

/**
 * What the result of a workflow tells of how a question ended; `null`: nothing.
 *
 * @param own id of the question that a person who is the whole workflow was asked
 */
export function answersIn(result: unknown, question: string, own: string): Answered | null {
  if (typeof result !== 'object' || result === null) return null;
  if ('answeredAt' in result) return question === own ? fromPerson(result as PersonResult) : null;
  if (!('approvals' in result) || !Array.isArray(result.approvals)) return null;
  const record = (result.approvals as ApprovalRecord[]).find((each) => each.question === question);
  return record === undefined ? null : fromApproval(record);
}

/** One that was cancelled has neither an answer nor waited long enough. */
function fromPerson(result: PersonResult): Answered | null {
  const { answer, answeredBy, answeredAt, timedOut } = result;
  if (answer === null && !timedOut) return null;
  const means = timedOut ? 'timeout' : 'update';
  return { answer, approved: null, reason: null, by: answeredBy, at: answeredAt ?? '', means };
}

function fromApproval({ approved, reason, by, at, means }: ApprovalRecord): Answered {
  return { answer: null, approved, reason, by, at, means: means as Answered['means'] };
}

/** A question that was asked in a run, and the workflow that took its answer. */
interface AskedBefore {
  id: string;
  workflow: string;
}

/** All questions that the result of a run tells of, at any depth. */
export function questionsOf(result: unknown, run: string): AskedBefore[] {
  const whole = result as StepResult;
  if (typeof whole !== 'object' || whole === null || !('kind' in whole)) return [];
  const path = whole.id === run ? '' : (pathInside(whole.id, run) ?? '');
  const workflow = whole.id;
  const own =
    'answeredAt' in whole
      ? [{ id: path || run, workflow }]
      : 'approvals' in whole
        ? whole.approvals.map(({ question }) => ({ id: question, workflow }))
        : [];
  return [...own, ...innerResults(whole).flatMap((inner) => questionsOf(inner, run))];
}
