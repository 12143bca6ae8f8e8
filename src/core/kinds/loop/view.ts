import type { KindView, ViewFinding } from '../../run-view/kinds/kind.ts';
import { showShare } from '../../amounts.ts';
import { readElement } from './paths.ts';
import type { PassVerdict } from './types.ts';

/** Passes in order, each with what was found about it. */
export interface LoopView {
  passes: readonly PassView[];
}

interface PassView {
  /** From 1. */
  number: number;
  /** Paths of its step and of its judge; `null`: not yet, or none. */
  step: string | null;
  judge: string | null;
  /** `null`: none, or not yet. */
  verdict: PassVerdict<string> | null;
}

declare module '../../run-view/types.ts' {
  interface OwnViews {
    loop: LoopView;
  }
}

export const view: KindView<'loop'> = {
  open: () => ({ passes: [] }),
  begun(own, { element, path }) {
    const read = readElement(element);
    return read === null ? own : withPass(own, read.pass, { [read.is]: path });
  },
  told(own, event) {
    if (event.type !== 'pass.judged') return own;
    const { pass, passed, score, feedback } = event;
    return withPass(own, pass, { verdict: { passed, score, feedback } });
  },
  sections: ({ passes }) =>
    passes.map((pass) => ({
      title: `Pass ${pass.number}`,
      steps: pass.step === null ? [] : [pass.step],
      finding: findingOf(pass),
    })),
};

function withPass({ passes }: LoopView, number: number, more: Partial<PassView>): LoopView {
  const found = passes.findLastIndex((pass) => pass.number === number);
  const before = passes[found] ?? { number, step: null, judge: null, verdict: null };
  const pass = { ...before, ...more };
  return { passes: found < 0 ? [...passes, pass] : passes.with(found, pass) };
}

function findingOf({ judge, verdict }: PassView): ViewFinding | null {
  if (judge === null && verdict === null) return null;
  return {
    title: 'Verdict',
    path: judge,
    lines:
      verdict === null
        ? []
        : [{ isGood: verdict.passed, says: verdictWords(verdict), why: verdict.feedback ?? '' }],
  };
}

/** `Good enough · 80 %` */
export function verdictWords({ passed, score }: Pick<PassVerdict, 'passed' | 'score'>): string {
  const words = passed ? 'Good enough' : 'Not good enough yet';
  return score === null ? words : `${words} · ${showShare(score)}`;
}
