import type { Text } from '../../../core/content.ts';
import { Failure } from '../../../core/failures.ts';
import { judgeElement } from '../../../core/kinds/loop/paths.ts';
import * as prompts from '../../../core/kinds/loop/prompts.ts';
import type { Until } from '../../../core/kinds/loop/types.ts';
import {
  type GivenVerdict,
  returnedForm,
  verdictForm,
  verdictJsonSchema,
} from '../../../core/kinds/loop/verdict.ts';
import { type Outcome, spendingOf } from '../../../core/results.ts';
import { jsonOf } from '../../runtime/read-reply.ts';
import { type LoopContext, spend } from './loop-state.ts';

/** Has what a pass has made judged: by an agent, by a function, or by whether a text is in it. */
export async function judgePass(
  work: LoopContext,
  content: Text,
  pass: number,
): Promise<Outcome<GivenVerdict>> {
  const { spec, ctx } = work;
  const { until } = spec;
  const path = judgeElement(pass);
  if ('judge' in until) return await askJudge(work, until.judge, { content, pass });
  if ('function' in until)
    return await ctx.call(until.function, content, { path, form: returnedForm });
  const examined = await ctx.examine(content, until.contains);
  if (!examined.ok) return examined;
  return { ok: true, value: { passed: examined.value.hasPiece, score: null, feedback: null } };
}

async function askJudge(
  { input, ctx, state }: LoopContext,
  judge: Extract<Until, { judge: unknown }>['judge'],
  { content, pass }: { content: Text; pass: number },
): Promise<Outcome<GivenVerdict>> {
  const prompt = prompts.judge(input, pass, content);
  const { result, value } = await ctx.ask({ ...judge, output: verdictJsonSchema }, prompt, {
    path: judgeElement(pass),
    read: jsonOf(verdictForm),
  });
  spend(state, spendingOf(result));
  if (value !== null) return { ok: true, value };
  return { ok: false, error: result.error ?? noVerdict };
}

const noVerdict = { type: Failure.replyUnusable, message: 'no verdict was given', retryable: true };

/** What the next pass is told where the verdict says nothing itself. */
export function feedbackOn(until: Until): string {
  if ('contains' in until) return prompts.lacks(until.contains);
  return 'function' in until ? prompts.refusedBy(until.function) : prompts.notGoodEnough;
}
