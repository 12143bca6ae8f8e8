import { z } from 'zod';
import { baselineProblem } from '../../core/baseline.ts';
import { userForm } from '../../core/fact-change.ts';
import { readForm } from '../../core/form.ts';
import { threadSchema } from '../../core/kinds/agent/schema.ts';
import { providerProblem } from '../../core/kinds/check-step.ts';
import { threadOf } from '../../core/kinds/every-kind.ts';
import type { Step } from '../../core/kinds/step.ts';
import type { SpecSurvey } from '../../core/kinds/walk.ts';
import { type InputProblem, readInput } from '../../core/parse-input.ts';
import { type ReadSpec, readSpec, type RunTarget } from './prepare-step.ts';
import { isRunOption, type RunOptions, runIdSchema, runOptionsSchema } from './run-options.ts';
import type { StepLike } from './step-like.ts';

/** What is to be run. */
export interface RunRequest {
  step: StepLike;
  /** `null`: not known yet. */
  input: string | null;
  options: RunOptions;
}

/** One thing that is wrong with a run that is to be started, and in which part of it. */
export interface RunProblem extends InputProblem {
  part: 'spec' | 'input' | 'options' | keyof RunOptions;
}

/** A run whose spec is read and completed, or everything that is wrong with it. */
export type CheckedRun = ({ ok: true } & ReadSpec) | { ok: false; problems: RunProblem[] };

/** Reads a run for where it is to be started, before anything is. */
export function checkRun(
  { step, input, options: given }: RunRequest,
  target: RunTarget,
): CheckedRun {
  const readOptions = readInput(runOptionsSchema, given);
  const options = readOptions.ok ? given : {};
  const { provider, model } = options;
  const defaults = {
    provider: provider ?? target.defaults.provider,
    model: model ?? target.defaults.model,
  };
  const read = readSpec(step, { ...target, defaults });
  const survey = read.ok ? read.value.survey : null;
  const problems = [
    ...(read.ok ? [] : of('spec', read.problems)),
    ...providerProblems(options, survey, { ...target, defaults }),
    ...threadProblems(options),
    ...baselineProblems(options, read.ok ? read.value.spec : null),
    ...(readOptions.ok ? otherProblems(options) : readOptions.problems.flatMap(byOption)),
    ...inputProblems(input),
  ];
  if (!read.ok || problems.length > 0) return { ok: false, problems };
  return { ok: true, ...onThread(read.value, options.thread) };
}

function of(part: RunProblem['part'], problems: readonly InputProblem[]): RunProblem[] {
  return problems.map((problem) => ({ ...problem, part }));
}

/** An option that is not what it should be at all is told by its name. */
function byOption({ path, message }: InputProblem): RunProblem[] {
  return isRunOption(path) ? of(path, [{ path: '', message }]) : of('options', [{ path, message }]);
}

const inputSchema = z
  .string()
  .refine((text) => text.trim() !== '', 'it is empty')
  .nullable();

function inputProblems(input: unknown): RunProblem[] {
  const read = readInput(inputSchema, input);
  return read.ok ? [] : of('input', read.problems);
}

/** A provider that agents name is checked where they name it; here is the one for those that do not. */
function providerProblems(
  options: RunOptions,
  survey: SpecSurvey | null,
  { defaults: { provider }, serving }: RunTarget,
): RunProblem[] {
  const problem = serving === null ? null : providerProblem(provider, serving);
  if (problem === null) return [];
  if (options.provider !== undefined) return of('provider', [{ path: '', message: problem }]);
  if (!survey?.agents.some((agent) => agent.provider === provider)) return [];
  const message = `agents that name no provider get '${provider}': ${problem}`;
  return of('spec', [{ path: '', message }]);
}

function threadProblems({ thread }: RunOptions): RunProblem[] {
  const name = readInput(threadSchema.optional(), thread);
  return name.ok ? [] : of('thread', name.problems);
}

function baselineProblems({ baseline }: RunOptions, spec: Step | null): RunProblem[] {
  const problem = baseline === true && spec !== null ? baselineProblem(spec) : null;
  return problem === null ? [] : of('baseline', [{ path: '', message: problem }]);
}

/** The agent or the team of a run on its thread, unless the spec has put it on one. */
function onThread({ spec, survey }: ReadSpec, thread: string | undefined): ReadSpec {
  if (thread === undefined || threadOf(spec) !== null) return { spec, survey };
  return { spec: { ...spec, thread }, survey };
}

function otherProblems({ id, user }: RunOptions): RunProblem[] {
  const readId = readInput(runIdSchema.optional(), id);
  const readUser = user === undefined ? { ok: true as const } : readForm(userForm, user);
  return [
    ...(readId.ok ? [] : of('id', readId.problems)),
    ...(readUser.ok
      ? []
      : of(
          'user',
          readUser.problems.map((message) => ({ path: '', message })),
        )),
  ];
}
