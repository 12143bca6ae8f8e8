import { getExternalWorkflowHandle, type SignalDefinition } from '@temporalio/workflow';
import type { GivenAnswer } from '../../core/questions/answers.ts';
import { askedBelow } from '../../core/questions/listed.ts';

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
  for (const path of askedBelow(question ?? '', run)) {
    try {
      await getExternalWorkflowHandle(`${run}/${path}`).signal(signal, given);
      return null;
    } catch {
      // no such workflow runs: the one around it may ask
    }
  }
  return `no question '${question}' waits here`;
}
