import type { ApprovalRecord } from '../../core/kinds/agent/types.ts';
import type { PersonResult } from '../../core/kinds/person/types.ts';
import type { Answered } from '../../core/questions/answers.ts';

/** What a result tells of how a question ended; `null`: nothing. */
export function answersIn(result: unknown, question: string): Answered | null {
  if (typeof result !== 'object' || result === null) return null;
  if ('answeredAt' in result) return fromPerson(result as PersonResult);
  if (!('approvals' in result) || !Array.isArray(result.approvals)) return null;
  const record = (result.approvals as ApprovalRecord[]).find((each) => each.question === question);
  return record === undefined ? null : fromApproval(record);
}

function fromPerson({ answer, answeredBy, answeredAt, timedOut }: PersonResult): Answered {
  const means = timedOut ? 'timeout' : 'update';
  return { answer, approved: null, reason: null, by: answeredBy, at: answeredAt ?? '', means };
}

function fromApproval({ approved, reason, by, at, means }: ApprovalRecord): Answered {
  return { answer: null, approved, reason, by, at, means: means as Answered['means'] };
}
