import { type Duration, toMs } from '../../core/durations.ts';
import type { StepError, StepIdentity } from '../../core/results.ts';
import type { CallOwner } from '../../core/model-call.ts';
import type { Deadline } from '../../core/run-input.ts';
import { joinPath, pathInside } from '../../core/step-path.ts';

/** Where in a workflow a step stands, and what bounds it. */
export interface StepScope {
  identity: StepIdentity;
  /** Path of the step inside the workflow; '' for the workflow's own step. */
  path: string;
  deadline: Deadline | null;
  /** The deadlines of everything around it too: they move with the time in which people are waited for. */
  around: readonly Deadline[];
  /** Why nothing may go on here. */
  stopped: () => StepError | undefined;
}

/** The scope of a step inside another one. */
export function scopeInside(
  scope: StepScope,
  step: { name: string },
  { path, timeout }: { path: string; timeout?: Duration | undefined },
): StepScope {
  const id = joinPath(scope.identity.id, path);
  const identity = { name: step.name, id, startedAt: Date.now() };
  const bounded = timeout === undefined ? scope : bound(scope, toMs(timeout));
  return { ...bounded, identity, path: joinPath(scope.path, path) };
}

/** Path of a step in its run, through all the workflows it has; '' for the outermost one. */
export function pathInRun({ identity, path }: StepScope, { owner }: { owner: CallOwner }): string {
  if (identity.id === owner.run) return '';
  return pathInside(identity.id, owner.run) ?? path;
}

/** The same scope, in which everything started has at most these milliseconds. */
export function bound(scope: StepScope, ms: number): StepScope {
  return under(scope, earlierDeadline(scope, ms));
}

/** The same scope, up to that point in time at most. */
export function within(scope: StepScope, deadline: Deadline | null = null): StepScope {
  const isLater = scope.deadline !== null && deadline !== null && scope.deadline.at <= deadline.at;
  return deadline === null || isLater ? scope : under(scope, deadline);
}

/** The same scope, with a deadline that is no later than its own. */
export function under(scope: StepScope, deadline: Deadline): StepScope {
  if (deadline === scope.deadline) return scope;
  return { ...scope, deadline, around: [...scope.around, deadline] };
}

/** The deadline `ms` from now, or the one around it where that is no later. */
export function earlierDeadline(scope: StepScope, ms: number): Deadline {
  const at = Date.now() + ms;
  if (scope.deadline !== null && scope.deadline.at <= at) return scope.deadline;
  return { at, timeoutMs: ms, setBy: scope.identity.id, name: scope.identity.name };
}
