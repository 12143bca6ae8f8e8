import type { Client } from '@temporalio/client';
import type { StepError } from '../../core/results.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import { assemble } from '../progress/assemble.ts';
import { partialResult } from '../progress/partial-result.ts';
import { readWorkflows } from '../progress/read-workflows.ts';

/**
 * The result of a run that has left none, because it was cancelled, terminated or timed out: what it
 * has spent, and the parts that were finished, from its histories.
 */
export async function spentBy(temporal: Client, id: string, error: StepError): Promise<StepResult> {
  const workflows = await readWorkflows(temporal, id);
  const now = Date.now();
  const { usage, totalCost, unpriced, simulated, totalDurationMs } = assemble(id, workflows, now);
  const spent = { usage, totalCost, unpriced, simulated, totalDurationMs };
  return { ...partialResult(id, workflows, error), ...spent };
}
