import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { Entry, ResultBase } from '../../results.ts';
import type { Step, StepInput, StepResult } from '../step.ts';

/**
 * What a pipeline does to a text before a step reads it: a template with `{input}` or `{question}` in it, the name
 * of a function registered on the worker, or a step.
 */
export type Transform = string | Step;
/** A transform as it is written: a template, the name of a registered function, or a step. */
export type TransformInput = string | StepInput;

/** A step of a pipeline, and what its input goes through first. */
export interface Stage {
  step: Step;
  transform: Transform | null;
}

/** A step of a pipeline as it is written, alone or with what its input goes through first. */
export type StageInput = StepInput | { step: StepInput; transform?: TransformInput | null };

/** Steps one after another: each works on what the one before it said. */
export interface PipelineSpec {
  kind: 'pipeline';
  name: string;
  steps: Stage[];
  /** For each step by itself. */
  stepTimeout: Duration;
  /** Whether a failed step ends the run; otherwise the next one works on the last text there was. */
  stopOnError: boolean;
}

/** A pipeline as it is written: all but its steps may be left out. */
export type PipelineInput = Pick<PipelineSpec, 'kind'> &
  Partial<Omit<PipelineSpec, 'kind' | 'steps'>> & { steps: readonly StageInput[] };

/** What each step of a pipeline made; the content is the last one's. */
export interface PipelineResult<C = Text> extends ResultBase<C> {
  kind: 'pipeline';
  /** One for each step that was started, with the text it worked on. */
  steps: (StepResult<C> & Entry & { input: C | null })[];
}

declare module '../step.ts' {
  interface KindTypes<C> {
    pipeline: {
      spec: PipelineSpec;
      input: PipelineInput;
      result: PipelineResult<C>;
      presented: PipelineResult<string>;
    };
  }
}
