import type { Text } from '../../core/content.ts';
import { Failure, failure } from '../../core/failures.ts';
import type { Transform } from '../../core/kinds/pipeline/types.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import { replyText } from '../../core/reply.ts';
import { spendingOf } from '../../core/results.ts';
import { isTemplate, type TemplateTexts } from '../../core/template.ts';
import { nothingSpent } from '../../core/usage.ts';
import { runFunction } from './call-function.ts';
import { offload } from './offload.ts';
import { rendered } from './rendered.ts';
import type { RunContext } from './run-context.ts';
import type { Closure, Transformed } from './step-context.ts';
import { asStepError } from './step-errors.ts';
import type { StepScope } from './step-scope.ts';

export interface Transforming {
  transform: Transform | Closure;
  input: Text;
  /** What else has a place in a template, in a run that knows such places. */
  texts?: TemplateTexts | undefined;
  /** Runs a transform that is a step. */
  runStep: (step: Step, input: Text) => Promise<StepResult>;
}

/** Puts a text through a template, a registered function, a step or a closure. */
export async function transformText(
  run: RunContext,
  scope: StepScope,
  { transform, input, texts, runStep }: Transforming,
): Promise<Transformed> {
  if (typeof transform === 'object') {
    const result = await runStep(transform, input);
    const spent = spendingOf(result);
    if (result.error !== null) return { ok: false, error: result.error, spent };
    return { ok: true, value: result.content ?? '', spent };
  }
  try {
    return {
      ok: true,
      value: await rewrite(run, scope, { transform, input, texts }),
      spent: nothingSpent,
    };
  } catch (error) {
    return { ok: false, error: asStepError(error, run.host, scope), spent: nothingSpent };
  }
}

async function rewrite(
  run: RunContext,
  scope: StepScope,
  {
    transform,
    input,
    texts,
  }: Omit<Transforming, 'transform' | 'runStep'> & {
    transform: string | Closure;
  },
): Promise<Text> {
  const id = `${run.execution}/${scope.path}`;
  if (typeof transform === 'function') {
    const text: unknown = await transform(await run.host.read(input));
    if (typeof text !== 'string')
      throw failure(Failure.toolFailed, 'the transform returned something that is not a string');
    return await offload(run.host, id, text);
  }
  if (isTemplate(transform)) {
    const more = texts !== undefined && run.host.applies('step-marks') ? texts : {};
    return await offload(run.host, id, rendered(run, transform, input, more));
  }
  return replyText(await runFunction(run, scope, { name: transform, input }));
}
