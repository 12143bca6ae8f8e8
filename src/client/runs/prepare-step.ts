import { checksFor, type KnownServing } from '../../core/kinds/check-step.ts';
import { noChecks, type SpecChecks } from '../../core/kinds/spec-checks.ts';
import type { ModelChoice } from '../../core/kinds/agent/types.ts';
import { readStep } from '../../core/kinds/step-schema.ts';
import type { Step } from '../../core/kinds/step.ts';
import { type SpecSurvey, surveyOf } from '../../core/kinds/walk.ts';
import { outputProblem } from '../../core/output-schema.ts';
import type { ReadInput } from '../../core/parse-input.ts';
import { specOf, type StepLike } from './step-like.ts';

/** For agents that name none. */
export interface Defaults {
  provider: string;
  /** `null`: the provider's own default. */
  model: string | null;
}

/** Where a spec is to run. */
export interface RunTarget {
  /** What is filled in, so that the history holds the full configuration. */
  defaults: Defaults;
  /** What the workers there can do, and a spec may name; `null`: not known. */
  serving: KnownServing | null;
}

/** A spec that was read and completed, and what one walk through it has found. */
export interface ReadSpec {
  spec: Step;
  survey: SpecSurvey;
}

/** Reads a step for where it is to run, in one go, or says everything that is wrong with it. */
export function readSpec(step: StepLike, target: RunTarget): ReadInput<ReadSpec> {
  const read = readStep(specOf(step), checksOf(target));
  if (!read.ok) return read;
  const survey = surveyOf(read.value);
  if (survey.longestPath <= longestPath) return { ok: true, value: { spec: read.value, survey } };
  const message = `the names on the way to its innermost step have ${survey.longestPath} characters together; at most ${longestPath} are allowed: nest less, or shorten them`;
  return { ok: false, problems: [{ path: '', message }] };
}

/** Temporal's ids have 1,000 characters at most, and a run's own id takes up to 200 of a child's. */
const longestPath = 700;

function checksOf({ defaults, serving }: RunTarget): SpecChecks {
  return {
    ...(serving === null ? noChecks : checksFor(serving, defaults.provider)),
    output: outputProblem,
    complete: ({ models, ...agent }) => ({
      ...agent,
      ...completed(agent, defaults),
      ...(models === undefined
        ? {}
        : { models: models.map((each) => ({ ...each, ...completed(each, defaults) })) }),
    }),
  };
}

function completed(
  { provider, model }: Pick<ModelChoice, 'provider' | 'model'>,
  defaults: Defaults,
) {
  return {
    provider: provider ?? defaults.provider,
    model: model ?? (provider === null ? defaults.model : null),
  };
}
