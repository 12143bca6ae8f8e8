import { showCost } from '../amounts.ts';
import { fillAll } from '../content.ts';
import { showMs } from '../durations.ts';
import { Failure } from '../failures.ts';
import { kindOf } from '../kinds/registry.ts';
import type { StepResult } from '../kinds/step.ts';
import { inline, quotation, short } from './markdown.ts';

/** Characters of an answer that are shown. */
const answerAtMost = 1_000;

/** What a run has come to, in one line. */
export function endLine(result: StepResult, steps: string): string {
  const { totalDurationMs, totalCost } = result;
  return `**${stateOf(result)}** · ${steps} · ${showMs(totalDurationMs)} · ${inline(showCost(totalCost))}`;
}

function stateOf({ success, error }: StepResult): string {
  if (success) return 'Done';
  return error?.type === Failure.runCancelled ? 'Cancelled' : 'Failed';
}

/**
 * Why it ended as it did, and what its answer says.
 *
 * @param answer its content; `null`: it has none
 */
export function endingLines(result: StepResult, answer: string | null): string[] {
  const { error, unpriced } = result;
  return [
    ...(error === null ? [] : [`**${inline(error.type)}**: ${short(error.message, 600)}`, '']),
    ...howItEnded(result),
    ...(unpriced.length === 0
      ? []
      : [`No price is known for ${short(unpriced.join(', '), 200)}.`, '']),
    ...(answer === null ? [] : ['### Answer', '', ...quotation(answer, answerAtMost)]),
  ];
}

/** The last words of a kind's report. */
function howItEnded(result: StepResult): string[] {
  const texts = fillAll(result, () => '…') as StepResult<string>;
  const last = kindOf(result).report?.(texts).blocks.at(-1);
  if (last === undefined || !('lines' in last)) return [];
  return last.lines.flatMap((line) => [short(line, 300), '']);
}
