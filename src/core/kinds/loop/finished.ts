import type { Text } from '../../content.ts';
import { readForm } from '../../form.ts';
import { readJsonReply } from '../../json-reply.ts';
import { spendingOf } from '../../results.ts';
import { addSpending, nothingSpent, type Spending } from '../../usage.ts';
import type { StepKind } from '../kind.ts';
import { judgeElement, passElement } from './paths.ts';
import type { LoopPass, LoopResult, LoopSpec, PassVerdict } from './types.ts';
import { verdictForm } from './verdict.ts';

type Finished = Parameters<NonNullable<StepKind<'loop'>['finished']>>[1];

/** The passes of a loop that was cut off, as far as its history tells, and what they have cost. */
export function passFinished(spec: LoopSpec, of: Finished): Partial<LoopResult> {
  const iterations: LoopPass[] = [];
  let spent = nothingSpent;
  for (let pass = 1; of.wasStarted(passElement(pass, spec.step)); pass++) {
    const result = of.resultOf(spec.step, passElement(pass, spec.step));
    const { judged, spent: onJudge } = verdictOf(spec, pass, of);
    const both = addSpending([spendingOf(result), onJudge]);
    spent = addSpending([spent, both]);
    const { content, error } = result;
    const feedback = judged?.passed === false ? judged.feedback : null;
    iterations.push({ content, judged, feedback, cost: both.cost, error });
  }
  const { cost: totalCost, ...rest } = spent;
  return { iterations, totalCost, ...rest };
}

function verdictOf(
  { until }: LoopSpec,
  pass: number,
  of: Finished,
): { judged: PassVerdict | null; spent: Spending } {
  const element = judgeElement(pass);
  if (!('judge' in until) || !of.wasStarted(element)) return { judged: null, spent: nothingSpent };
  const result = of.resultOf(until.judge, element);
  return { judged: readVerdict(result.content), spent: spendingOf(result) };
}

/** A long one is only referred to, and cannot be read here. */
function readVerdict(reply: Text | null): PassVerdict | null {
  if (typeof reply !== 'string') return null;
  const json = readJsonReply(reply, (value) => readForm(verdictForm, value).ok);
  const read = json.ok ? readForm(verdictForm, json.value) : null;
  return read?.ok ? read.value : null;
}
