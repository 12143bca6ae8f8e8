/** People and approvals of the memory host. */
import type { Answered } from '../../src/core/questions/answers.ts';
import type { Question } from '../../src/core/questions/question.ts';

/** Says yes to whatever is asked. */
export function saidYes({ approval }: Question): Answered {
  const said =
    approval === null ? { answer: 'yes', approved: null } : { answer: null, approved: true };
  return { ...said, reason: null, by: null, at: new Date().toISOString(), means: 'signal' };
}

/** Whether a tool asks for approval, as its worker describes it. */
export function approvalOf(needs: boolean | object | undefined): { approval?: true | 'asked' } {
  if (needs === undefined || needs === false) return {};
  return { approval: needs === true ? true : 'asked' };
}
