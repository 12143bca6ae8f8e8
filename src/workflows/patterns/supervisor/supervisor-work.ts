import type { Text } from '../../../core/content.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
import type { SupervisorSpec } from '../../../core/kinds/supervisor/types.ts';
import { addSpending } from '../../../core/usage.ts';
import { failedPart } from '../../runtime/failed-part.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import type { SupervisorState } from './supervisor-state.ts';

/** A supervisor at work. */
export interface Work {
  spec: SupervisorSpec;
  question: Text;
  ctx: StepContext;
  state: SupervisorState;
}

/** Notes that a part of the work has failed, and that it goes on without it. */
export function noteFailure({ ctx, state }: Work, result: StepResult, what: string): void {
  state.spent = addSpending([state.spent, failedPart(ctx, result, what)]);
}
