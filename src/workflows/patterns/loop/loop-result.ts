import { Failure } from '../../../core/failures.ts';
import { endingWords, passesOf } from '../../../core/kinds/loop/endings.ts';
import type { LoopPass, LoopResult, LoopSpec } from '../../../core/kinds/loop/types.ts';
import { patternResult } from '../../../core/kinds/results.ts';
import type { StepError, StepIdentity } from '../../../core/results.ts';
import type { LoopState } from './loop-state.ts';

/** What a loop came to: what is kept of its passes, or why that does not do. */
export function resultOf(state: LoopState, spec: LoopSpec, identity: StepIdentity): LoopResult {
  const { passes, spent } = state;
  const endedBecause = state.ending ?? 'maxIterations';
  const index = keptPass(passes, spec.keep);
  const content = passes[index]?.content ?? null;
  const ended = shortfall(state, spec, content === null) ?? content ?? '';
  const kept = index < 0 ? null : index + 1;
  return patternResult(
    'loop',
    identity,
    { spent, ended },
    {
      iterations: passes,
      kept,
      endedBecause,
    },
  );
}

/**
 * The pass whose content is kept: one that passed before any other; then the last, or the one with the
 * highest score, of equals the later one. -1: none has any.
 */
function keptPass(passes: readonly LoopPass[], keep: LoopSpec['keep']): number {
  const passed = passes.findLastIndex(({ judged }) => judged?.passed);
  if (passed >= 0) return passed;
  const last = passes.findLastIndex(({ content }) => content !== null);
  if (keep === 'last') return last;
  const scores = passes.map(scoreOf);
  const highest = Math.max(...scores);
  return highest < 0 ? last : scores.lastIndexOf(highest);
}

/** A pass without a score is below every one that has one. */
function scoreOf({ content, judged }: LoopPass): number {
  return content === null ? -1 : (judged?.score ?? -1);
}

/** Why there can be no answer; `null`: there can. */
function shortfall(
  { ending, error, passes }: LoopState,
  { name, requireSatisfied }: LoopSpec,
  isEmpty: boolean,
): StepError | null {
  if (error !== null && (ending === 'cancelled' || isEmpty)) return error;
  if (!requireSatisfied || ending === 'satisfied') return null;
  if (error !== null && ending === 'failed') return error;
  const why = endingWords[ending ?? 'maxIterations'];
  return {
    type: Failure.loopNotSatisfied,
    message: `'${name}' made nothing that is good enough in ${passesOf(passes.length)}: ${why}. Allow more passes or more time, ask for less, or leave requireSatisfied out`,
    retryable: true,
    details: { endedBecause: ending, passes: passes.length },
  };
}
