import type { WorkflowExecutionDescription } from '@temporalio/client';
import { suffixOf } from '../../core/queues.ts';
import { type Serving, servingDifferences } from '../../core/serving.ts';
import type { LocalPlan } from '../../workers/local-plan.ts';
import { refuse } from '../input/refused-input.ts';
import { commandLine, inSentence } from '../render/shell-word.ts';

/** Whether a run goes on only where something else is served than what is planned here. */
export function isForeign({ suffix }: LocalPlan, run: WorkflowExecutionDescription): boolean {
  return run.status.name === 'RUNNING' && suffixOf(run.taskQueue) !== suffix;
}

/** @throws `Input.Invalid` when the run would wait here for ever, saying what differs */
export function refuseForeign(plan: LocalPlan, run: WorkflowExecutionDescription): void {
  if (!isForeign(plan, run)) return;
  const id = run.workflowId;
  const then = run.memo?.['serving'] as Serving | null | undefined;
  const differences = then ? servingDifferences(then, plan.serving) : [];
  const what =
    differences.length > 0
      ? differences.join('; ')
      : 'the API keys, the prices, the database or simulatedTools differ';
  throw refuse(
    `run '${id}' was started with a setup that differs from the one here: ${what}. ` +
      `${inSentence(commandLine('resume', id, '--take-over'))} serves it with what is here now`,
  );
}
