import { outputOf, threadOf } from '../../core/kinds/every-kind.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import { asAgent } from '../../core/kinds/walk.ts';
import { inForm } from './in-form.ts';
import { onThread } from './on-thread.ts';
import type { Pattern } from './step-context.ts';

/**
 * A pattern with what every kind has: its templates know what was asked at first, its content has the
 * form of its `output`, and it goes on with the conversation of its `thread`. One without such fields
 * makes no more calls than its own. An agent sees to them itself.
 */
export function asEveryKind<S extends object, R extends StepResult>(
  pattern: Pattern<S, R>,
): Pattern<S, R> {
  return (spec, input, ctx, resumed) => {
    const step = spec as unknown as Step;
    const wrapped = asAgent(step) === null ? wrap(pattern, step) : pattern;
    return wrapped(spec, input, ctx.asking(input), resumed);
  };
}

function wrap<S extends object, R extends StepResult>(
  pattern: Pattern<S, R>,
  step: Step,
): Pattern<S, R> {
  const output = outputOf(step);
  const thread = threadOf(step);
  const formed = output === null ? pattern : inForm(pattern, output);
  return thread === null ? formed : onThread(formed, thread);
}
