import type { Text } from '../../../core/content.ts';
import { toMs } from '../../../core/durations.ts';
import { Failure } from '../../../core/failures.ts';
import { failedResult, pipelineResult, withSpending } from '../../../core/make-results.ts';
import {
  asEntry,
  type Entry,
  type PipelineResult,
  type StepResult,
} from '../../../core/results.ts';
import type { PipelineSpec, Stage } from '../../../core/kinds/pipeline/schema.ts';
import { nothingSpent } from '../../../core/usage.ts';
import type { Call, Closure, Transformed } from '../../runtime/step-context.ts';

type Done = StepResult & Entry & { input: Text | null };
type OpenStage = Omit<Stage, 'transform'> & { transform: Stage['transform'] | Closure };

/** A pipeline in a user's own workflow, where a transform may be a closure as well. */
export type OpenPipeline = Omit<PipelineSpec, 'steps'> & { steps: OpenStage[] };

/** One step after another, each on what the one before it said. */
export async function runPipeline(
  spec: OpenPipeline,
  input: Text,
  call: Call,
): Promise<PipelineResult> {
  const steps: Done[] = [];
  let text = input;
  for (const [index, stage] of spec.steps.entries()) {
    const done = await runStage(stage, text, call.within(toMs(spec.stepTimeout)), index + 1);
    steps.push(done);
    if (done.success) text = done.content ?? '';
    else if (spec.stopOnError || done.error?.type === Failure.runCancelled) break;
  }
  return pipelineResult(call.made, steps);
}

async function runStage(stage: OpenStage, text: Text, call: Call, place: number): Promise<Done> {
  const path = `${place}-${stage.step.name}`;
  const made = { name: stage.step.name, id: `${call.made.id}/${path}`, startedAt: Date.now() };
  const read = await readingOf(stage, text, call, path);
  const result = read.ok
    ? await call.step(stage.step, read.value, path)
    : failedResult(stage.step, made, read.error);
  return { ...asEntry(withSpending(result, read.spent)), input: read.ok ? read.value : null };
}

/** What the step of a stage reads. */
async function readingOf(
  stage: OpenStage,
  text: Text,
  call: Call,
  path: string,
): Promise<Transformed> {
  if (stage.transform === null) return { ok: true, value: text, spent: nothingSpent };
  return await call.transform(stage.transform, text, `${path}-transform`);
}
