import { TimeoutFailure } from '@temporalio/common';
import type { LimitedSignal } from '../../src/activities/limited-signal.ts';
import type { Text } from '../../src/core/content.ts';
import type { Step, StepResult } from '../../src/core/kinds/step.ts';
import type { Pattern, StepContext } from '../../src/workflows/runtime/step-context.ts';
import * as workflows from '../../src/workflows/index.ts';
import { wings } from '../../src/workflows/workflow-of.ts';

/** What is thrown where work was cancelled. */
export class Cancelled extends Error {}

/** Thrown at a checkpoint where the world restarts there, as Temporal does on continue-as-new. */
export class Restart extends Error {
  readonly state: object;

  constructor(state: object) {
    super('continued as new');
    this.state = JSON.parse(JSON.stringify(state)) as object;
  }
}

/** Runs a step by its pattern, also after a restart. */
export async function runAny(
  step: Step,
  input: Text,
  ctx: StepContext,
  state?: object,
): Promise<StepResult> {
  try {
    return await runOnce(step, input, ctx, state);
  } catch (error) {
    if (error instanceof Restart) return await runAny(step, input, ctx, error.state);
    throw error;
  }
}

function runOnce(step: Step, input: Text, ctx: StepContext, state?: object): Promise<StepResult> {
  const pattern = wings.patterns[step.kind] as Pattern<Step> | undefined;
  if (pattern === undefined)
    throw new Error(
      `no pattern runs a ${step.kind}: there are ${Object.keys(workflows).join(', ')}`,
    );
  return pattern(step, input, ctx, state);
}

/** Rejects when the time is up, or the work is cancelled. */
export function cut(limited: LimitedSignal): Promise<never> {
  const { signal } = limited;
  return new Promise((_, reject) => {
    const stop = () => reject(limited.isTimeUp() ? timeout() : new Cancelled('cancelled'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
}

function timeout(): TimeoutFailure {
  return new TimeoutFailure('late', undefined, 'START_TO_CLOSE');
}
