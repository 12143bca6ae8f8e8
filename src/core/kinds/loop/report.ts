import { excerpt, showCost } from '../../amounts.ts';
import type { Report } from '../../report.ts';
import { endingWords, passesOf } from './endings.ts';
import type { LoopPass, LoopResult } from './types.ts';
import { verdictWords } from './view.ts';

/** A row for each pass with what was found about it, and why the loop ended. */
export function report({ iterations, kept, endedBecause }: LoopResult<string>): Report {
  const rows = iterations.map((pass, index) => [
    `  ${index + 1}`,
    wordsOf(pass),
    excerpt(pass.judged?.feedback ?? pass.error?.message ?? '', 72),
    showCost(pass.cost),
  ]);
  const which = kept === null ? '' : ` The answer is that of pass ${kept}.`;
  const ended = `Ended after ${passesOf(iterations.length)}: ${endingWords[endedBecause]}.${which}`;
  return {
    blocks: [...(rows.length === 0 ? [] : [{ lines: ['Passes'] }, { rows }]), { lines: [ended] }],
    parts: [],
  };
}

function wordsOf({ judged, error }: LoopPass<string>): string {
  if (error !== null) return error.type;
  return judged === null ? 'not judged' : verdictWords(judged).toLowerCase();
}
