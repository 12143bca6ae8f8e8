import { z } from 'zod';
import type {
  PipelineResult,
  PipelineInput,
  PipelineSpec,
  TransformInput,
} from '../../core/kinds/pipeline/types.ts';
import { invalidInput, parseInput } from '../../core/parse-input.ts';
import { isStage } from '../../core/kinds/pipeline/stage.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';
import { specOf, type StepLike } from '../runs/step-like.ts';

export type {
  PipelineInput,
  PipelineResult,
  PipelineSpec,
  Stage,
  StageInput,
  Transform,
  TransformInput,
} from '../../core/kinds/pipeline/types.ts';

/** What a step's input goes through first: a template with `{input}`, a registered function's name, or a step. */
export type TransformLike = TransformInput | Exclude<StepLike, TransformInput>;

/** A step of a pipeline, alone or with what its input goes through first. */
export type StageLike = StepLike | { step: StepLike; transform?: TransformLike | null };

/** A pipeline's settings, as in its spec; durations are `'10m'` or milliseconds. */
export interface PipelineOptions extends Partial<Omit<PipelineInput, 'kind' | 'steps'>> {
  /** Transforms by the index of the step whose input they make, from 0. */
  transforms?: Record<number, TransformLike>;
}

/** Steps one after another: each works on what the one before it said. */
export class Pipeline {
  readonly spec: PipelineSpec;

  /** @throws `Input.Invalid` for no steps, one that is there twice, or a closure as a transform */
  constructor(steps: readonly StageLike[], { transforms = {}, ...options }: PipelineOptions = {}) {
    refuseUnused(transforms, steps);
    const given: unknown = steps; // what is no list is refused by the schema
    const stages = Array.isArray(given)
      ? steps.map((stage, index) => stageOf(stage, transforms[index]))
      : steps;
    this.spec = parseStep(
      { ...options, kind: 'pipeline', steps: stages },
      'Pipeline',
    ) as PipelineSpec;
  }

  async run(input: string, options?: ChatOptions): Promise<PipelineResult<string>> {
    return await runStep(this.spec, input, options);
  }
}

const transformsSchema = z.record(z.string(), z.unknown());

function refuseUnused(
  transforms: Record<number, TransformLike>,
  { length: steps }: readonly StageLike[],
): void {
  const given = Object.keys(parseInput(transformsSchema, transforms, "the Pipeline's transforms"));
  const unused = given.filter((index) => !(Number(index) < steps));
  if (unused.length === 0) return;
  const message = `there is no step with this index; they go from 0 to ${steps - 1}`;
  throw invalidInput(
    'Pipeline',
    unused.map((index) => ({ path: `transforms.${index}`, message })),
  );
}

function isWithTransform(stage: StageLike): stage is Exclude<StageLike, StepLike> {
  return isStage(stage);
}

function stageOf(stage: StageLike, byIndex: TransformLike | undefined) {
  const { step, transform } = isWithTransform(stage) ? stage : { step: stage, transform: null };
  const chosen = transform ?? byIndex ?? null;
  const isStep = typeof chosen === 'object' && chosen !== null;
  return { step: specOf(step), transform: isStep ? specOf(chosen) : chosen };
}
