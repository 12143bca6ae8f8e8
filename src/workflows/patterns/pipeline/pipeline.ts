import type { Text } from '../../../core/content.ts';
import { Failure } from '../../../core/failures.ts';
import { stageElement, transformElement } from '../../../core/kinds/pipeline/paths.ts';
import { pipelineResult } from '../../../core/kinds/pipeline/result.ts';
import { textsOfPipeline } from '../../../core/kinds/pipeline/steps-in-template.ts';
import type { PipelineResult, PipelineSpec, Stage } from '../../../core/kinds/pipeline/types.ts';
import { failedResult } from '../../../core/kinds/results.ts';
import { asEntry, withSpending } from '../../../core/results.ts';
import { joinPath } from '../../../core/step-path.ts';
import type { TemplateTexts } from '../../../core/template.ts';
import { nothingSpent } from '../../../core/usage.ts';
import type { Closure, StepContext, Transformed } from '../../runtime/step-context.ts';
import { asEveryKind } from '../../runtime/as-every-kind.ts';
import { checkedSpec } from '../../runtime/checked-spec.ts';
import { workflowOf } from '../../workflow-of.ts';

type Done = PipelineResult['steps'][number];
/** A step of it, and what is done to the text before. */
export type OpenStage = Omit<Stage, 'transform'> & { transform: Stage['transform'] | Closure };

/** A pipeline in a user's own workflow, where a transform may be a closure as well. */
export type OpenPipeline = Omit<PipelineSpec, 'steps'> & { steps: OpenStage[] };

/** One step after another, each on what the one before it said. */
async function inTurn(spec: OpenPipeline, input: Text, ctx: StepContext): Promise<PipelineResult> {
  const steps: Done[] = [];
  let text = input;
  for (const [index, stage] of spec.steps.entries()) {
    const read = text;
    const texts = textsOfPipeline(stage.transform, input, steps);
    const done = await ctx.scope({ timeout: spec.stepTimeout }, (inside) =>
      runStage({ ...stage, texts }, read, inside, index),
    );
    steps.push(done);
    if (done.success) text = done.content ?? '';
    else if (spec.stopOnError || done.error?.type === Failure.runCancelled) break;
  }
  return pipelineResult(ctx.identity, steps);
}

async function runStage(
  { step, transform, texts }: OpenStage & { texts: TemplateTexts | null },
  text: Text,
  ctx: StepContext,
  index: number,
): Promise<Done> {
  const path = stageElement(index, step);
  const id = joinPath(ctx.identity.id, path);
  const identity = { name: step.name, id, startedAt: Date.now() };
  const read: Transformed =
    transform === null
      ? { ok: true, value: text, spent: nothingSpent }
      : await ctx.transform(transform, text, {
          path: transformElement(path),
          ...(texts && { texts }),
        });
  const result = read.ok
    ? await ctx.step(step, read.value, { path })
    : failedResult(step, identity, read.error);
  return { ...asEntry(withSpending(result, read.spent)), input: read.ok ? read.value : null };
}

/** The workflow of a pipeline. */
export const pipeline = workflowOf('pipeline', inTurn);

/** Runs a pipeline in a user's own workflow, where transforms may be closures. */
export async function runPipeline(
  spec: OpenPipeline,
  input: Text,
  ctx: StepContext,
): Promise<PipelineResult> {
  const checked = await checkedSpec('pipeline', spec as PipelineSpec);
  const steps = checked.steps.map((stage, index): OpenStage => {
    const given = spec.steps[index]?.transform;
    return typeof given === 'function' ? { ...stage, transform: given } : stage;
  });
  return await asEveryKind(inTurn)({ ...checked, steps }, input, ctx);
}
