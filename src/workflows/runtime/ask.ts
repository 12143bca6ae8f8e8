import type { Answered } from '../../core/questions/answers.ts';
import type { Question } from '../../core/questions/question.ts';
import type { RunContext } from './run-context.ts';
import { pathInRun, type StepScope } from './step-scope.ts';

/**
 * Asks a person about a step, and waits. Nothing around it is charged the time.
 *
 * @param id question id; default: the step's path, or the run's id
 */
export async function ask(
  run: RunContext,
  scope: StepScope,
  question: Question,
  id?: string,
): Promise<Answered> {
  const path = pathInRun(scope, run);
  const part = run.waited.begin(scope, true);
  try {
    return await run.host.ask({ path, id: id ?? (path || run.owner.run) }, question);
  } finally {
    part.end();
  }
}
