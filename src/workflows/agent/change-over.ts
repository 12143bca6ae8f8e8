import { beginningOf } from '../../core/unicode.ts';
import { toMs } from '../../core/durations.ts';
import { Failure } from '../../core/failures.ts';
import { modelsOf } from '../../core/kinds/agent/model-choices.ts';
import type { AgentSpec, ModelChoice } from '../../core/kinds/agent/types.ts';
import type { StepError } from '../../core/results.ts';
import type { Deadline } from '../../core/run-input.ts';
import { type Warning, WarningType } from '../../core/warnings.ts';
import { remaining } from '../runtime/deadlines.ts';
import { earlierDeadline, type StepScope } from '../runtime/step-scope.ts';

/** Failures that another model may not have. */
const changesOn: ReadonlySet<string> = new Set([
  Failure.modelRateLimited,
  Failure.modelUnavailable,
  Failure.modelTimedOut,
  Failure.modelRejected,
  Failure.replyUnusable,
]);

/** Whether another of the agent's models is tried after this failure of one of them. */
export function hasNext(spec: AgentSpec, choice: number, { type }: StepError): boolean {
  return changesOn.has(type) && choice < modelsOf(spec).length - 1;
}

/** The agent with one of its models. */
export function withChoice(spec: AgentSpec, choice: number): AgentSpec {
  const chosen = modelsOf(spec)[choice];
  return chosen === undefined ? spec : { ...spec, provider: chosen.provider, model: chosen.model };
}

/**
 * When the time of a model that begins now is up, however often it is asked: all but the last have an
 * equal share of the time that is left, or their own where that is shorter; `null`: nothing bounds it.
 */
export function deadlineOf(scope: StepScope, spec: AgentSpec, choice: number): Deadline | null {
  const models = modelsOf(spec);
  const left = models.length - choice;
  const { timeout = null } = models[choice] ?? {};
  const own = timeout === null ? Number.POSITIVE_INFINITY : toMs(timeout);
  const share = left > 1 ? Math.floor(remaining(scope).ms / left) : Number.POSITIVE_INFINITY;
  const ms = Math.min(own, share);
  return Number.isFinite(ms) ? earlierDeadline(scope, ms) : null;
}

/** The same scope; that point in time moves while people are waited for, as its deadlines do. */
export function movedWith(scope: StepScope, deadline: Deadline | null = null): StepScope {
  return deadline === null || scope.around.includes(deadline)
    ? scope
    : { ...scope, around: [...scope.around, deadline] };
}

/** Says that an agent has changed over to the model after this one, and why. */
export function changedOver(
  spec: AgentSpec,
  choice: number,
  error: StepError,
  path: string,
): Warning {
  const [from, to] = modelsOf(spec).slice(choice);
  const message = `'${spec.name}' changed over from ${named(from)} to ${named(to)}, at its price: ${beginningOf(error.message, 1_000)}`;
  return { type: WarningType.modelFallback, message, path };
}

function named(choice: ModelChoice | undefined): string {
  if (choice === undefined) return 'none';
  return choice.model === null ? `${choice.provider}` : `${choice.provider} (${choice.model})`;
}
