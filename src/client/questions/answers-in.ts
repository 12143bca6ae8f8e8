import { innerResults } from '../../core/kinds/results.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import { pathInside } from '../../core/step-path.ts';
import type { ApprovalRecord } from '../../core/kinds/agent/types.ts';
import type { AskedQuestion } from './asked-so-far.ts';
import type { PersonResult } from '../../core/kinds/person/types.ts';
import type { Answered } from '../../core/questions/answers.ts';

interface AskedBefore extends AskedQuestion {
  /** `null`: nobody answered, and it did not wait long enough. */
  answered: Answered | null;
}

/** All questions that the result of a run, or of a step of it, tells of, at any depth. */
export function questionsOf(result: unknown, run: string): AskedBefore[] {
  if (!isResult(result)) return [];
  return [
    ...ownQuestions(result, run),
    ...innerResults(result).flatMap((inner) => questionsOf(inner, run)),
  ];
}

/** What the result of a workflow tells of how a question of its own ended; `null`: nothing. */
export function answerIn(result: unknown, question: string, run: string): Answered | null {
  if (!isResult(result)) return null;
  return ownQuestions(result, run).find(({ id }) => id === question)?.answered ?? null;
}

function isResult(result: unknown): result is StepResult {
  return typeof result === 'object' && result !== null && 'kind' in result;
}

function ownQuestions(result: StepResult, run: string): AskedBefore[] {
  const workflow = result.id;
  if ('answeredAt' in result) {
    const id = pathInside(workflow, run) || run;
    return [{ id, workflow, answered: fromPerson(result) }];
  }
  if (!('approvals' in result)) return [];
  return result.approvals.map((record) => ({
    id: record.question,
    workflow,
    answered: fromApproval(record),
  }));
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
