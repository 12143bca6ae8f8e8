import { getExternalWorkflowHandle, type SignalDefinition } from '@temporalio/workflow';
import type { GivenAnswer } from '../../core/questions/answers.ts';
import { askedBelow } from '../../core/questions/listed.ts';

/** Characters: no workflow of ours has a longer id than the server takes. */
const longestWorkflowId = 900;

/**
 * Passes an answer on to the workflow inside this run that asks: a step's own, or the innermost one
 * around it.
 *
 * @returns why it was not taken; `null`: it was passed on
 */
export async function passAnswerOn(
  signal: SignalDefinition<[unknown]>,
  given: GivenAnswer,
  run: string,
): Promise<string | null> {
  const { question } = given;
  const workflows = askedBelow(question ?? '', run).map((path) => `${run}/${path}`);
  // What the server refuses as an id would fail the workflow's task, again and again.
  for (const workflow of workflows.filter(({ length }) => length <= longestWorkflowId)) {
    try {
      await getExternalWorkflowHandle(workflow).signal(signal, given);
      return null;
    } catch {
      // no such workflow runs: the one around it may ask
    }
  }
  return `no question '${question}' waits here`;
}
