import type { Text } from '../../../core/content.ts';
import { Failure } from '../../../core/failures.ts';
import { patternResult } from '../../../core/kinds/results.ts';
import type { SupervisorResult, SupervisorSpec } from '../../../core/kinds/supervisor/types.ts';
import type { StepError, StepIdentity } from '../../../core/results.ts';
import { currentPlan, type SupervisorState } from './supervisor-state.ts';

/** Why there can be no answer; `null`: there can. */
export function shortfall(state: SupervisorState, spec: SupervisorSpec): StepError | null {
  const { done, error, ending } = state;
  if (error !== null && (ending === 'cancelled' || done.length === 0)) return error;
  const last = new Map(done.map(({ task, result }) => [task.workerName, result.success]));
  const failed = [...last].filter(([, success]) => !success).map(([name]) => name);
  const good = done.filter(({ result }) => result.success);
  const successful = new Set(good.map(({ task }) => task.workerName)).size;
  if (successful < spec.minSuccessfulWorkers) {
    const what = `${successful} workers succeeded, ${spec.minSuccessfulWorkers} needed`;
    return tooFew(state, spec, what);
  }
  if (spec.requireAllWorkers && failed.length > 0) {
    return tooFew(state, spec, `all workers are required, and ${failed.join(', ')} failed`);
  }
  return null;
}

function tooFew({ done }: SupervisorState, { name }: SupervisorSpec, what: string): StepError {
  const failed = done.flatMap(({ task, result: { error } }) =>
    error === null
      ? []
      : [{ agentName: task.workerName, type: error.type, message: error.message }],
  );
  const reasons = failed.map(({ agentName, message }) => `${agentName}: ${message}`).join('; ');
  return {
    type: Failure.tooFewSucceeded,
    message: `'${name}': ${what}: ${reasons}`,
    retryable: done.some(({ result }) => result.error?.retryable),
    details: { failed },
  };
}

/** What a supervisor's run came to. */
export function resultOf(
  state: SupervisorState,
  spec: SupervisorSpec,
  identity: StepIdentity,
  ended: Text | StepError,
): SupervisorResult {
  const { plans, reasons, reviews, verifications, done, ending, spent } = state;
  const { includeReasoning, includeWorkerOutputs } = spec;
  return patternResult(
    'supervisor',
    identity,
    { spent, ended },
    {
      plan: currentPlan(state),
      plans,
      reasoning: includeReasoning ? reasons.join('\n') : null,
      reviews: includeReasoning ? reviews : [],
      verifications: includeReasoning
        ? verifications
        : verifications.map((each) => ({ ...each, reason: '' })),
      workerResults: done.map(({ result }) =>
        includeWorkerOutputs ? result : { ...result, content: null },
      ),
      iterations: plans.length,
      endedBecause: ending ?? 'planDone',
    },
  );
}
