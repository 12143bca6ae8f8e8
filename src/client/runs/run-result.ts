import type { Kind, PresentedOf, RunResult } from '../../core/kinds/step.ts';
import type { StepLike } from './step-like.ts';

/** The result of a step, by its kind. */
export type RunResultOf<S extends StepLike> = S extends { kind: infer K extends Kind }
  ? PresentedOf<K>
  : S extends { spec: { kind: infer K extends Kind } }
    ? PresentedOf<K>
    : RunResult;
