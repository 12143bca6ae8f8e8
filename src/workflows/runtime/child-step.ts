import type { Text } from '../../core/content.ts';
import { kindOf } from '../../core/kinds/registry.ts';
import { failedResult } from '../../core/kinds/results.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import { asksSteps } from '../../core/kinds/walk.ts';
import { stepEndOf } from '../../core/run-events.ts';
import type { StepAllowance } from '../../core/run-input.ts';
import { startOf, stepEnds } from './ask-agent.ts';
import type { RunContext } from './run-context.ts';
import { asStepError } from './step-errors.ts';
import { pathInRun, type StepScope } from './step-scope.ts';

/** A step and what it is asked. */
interface Given {
  step: Step;
  input: Text;
}

/** What a run inside this one may have of the calls of steps as tools; `undefined`: it makes none. */
export function lent({ stepCalls, sharers }: RunContext, step: Step): StepAllowance | undefined {
  return asksSteps(step) ? stepCalls.lend(sharers) : undefined;
}

/** Runs a step as a run of its own, whatever its kind, and tells whoever follows. */
export async function runAsChild(
  run: RunContext,
  scope: StepScope,
  given: Given,
  stepCalls: StepAllowance,
): Promise<StepResult> {
  const path = pathInRun(scope, run);
  run.host.lead(path, startOf(run, scope, given.step));
  const result = await runChild(run, scope, given, stepCalls);
  run.host.ended(result, scope.path);
  stepEnds(run, path, stepEndOf(result, result.kind === 'agent' ? null : result.content));
  return result;
}

/** Runs a step as a run of its own; what it has not used of the calls that it was lent comes back. */
export async function runChild(
  run: RunContext,
  scope: StepScope,
  { step, input }: Given,
  stepCalls: StepAllowance | undefined,
): Promise<StepResult> {
  const { host, waited, context, question, halt } = run;
  const part = waited.begin(scope, kindOf(step).flow === 'waits');
  const { id } = scope.identity;
  const around = {
    id,
    deadline: scope.deadline,
    context,
    question: question ?? input,
    ...(stepCalls === undefined ? {} : { stepCalls }),
  };
  let used: number | null = null;
  try {
    const ended = await host.child(step, input, around);
    used = ended.stepCalls;
    part.end(ended.waited);
    return halt.heed(ended.result);
  } catch (error) {
    part.end();
    return failedResult(step, scope.identity, asStepError(error, host, scope));
  } finally {
    if (stepCalls !== undefined) run.stepCalls.giveBack(stepCalls, used);
  }
}
