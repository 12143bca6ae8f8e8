import type { StepResult } from '../../core/kinds/step.ts';
import type { Pattern } from './step-context.ts';

/** A pattern with what every kind has: its templates know what was asked at first. */
export function asEveryKind<S, R extends StepResult>(pattern: Pattern<S, R>): Pattern<S, R> {
  return (spec, input, ctx, resumed) => pattern(spec, input, ctx.asking(input), resumed);
}
