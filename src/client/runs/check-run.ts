import { z } from 'zod';
import { userForm } from '../../core/fact-change.ts';
import { readForm } from '../../core/form.ts';
import { threadSchema } from '../../core/kinds/agent/schema.ts';
import { providerProblem } from '../../core/kinds/check-step.ts';
import { userContextId } from '../../core/user-context.ts';
import { mapAgents, type SpecSurvey } from '../../core/kinds/walk.ts';
import { type InputProblem, readInput } from '../../core/parse-input.ts';
import { type ReadSpec, readSpec, type RunTarget } from './prepare-step.ts';
import type { RunOptions } from './run-options.ts';
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
  part: 'spec' | 'input' | keyof RunOptions;
}

/** A run whose spec is read and completed, or everything that is wrong with it. */
export type CheckedRun = ({ ok: true } & ReadSpec) | { ok: false; problems: RunProblem[] };

/** Reads a run for where it is to be started, before anything is. */
export function checkRun({ step, input, options }: RunRequest, target: RunTarget): CheckedRun {
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
    ...threadProblems(options, survey),
    ...otherProblems(options),
    ...(input?.trim() === '' ? of('input', [{ path: '', message: 'it is empty' }]) : []),
  ];
  if (!read.ok || problems.length > 0) return { ok: false, problems };
  return { ok: true, ...onThread(read.value, options.thread) };
}

function of(part: RunProblem['part'], problems: readonly InputProblem[]): RunProblem[] {
  return problems.map((problem) => ({ ...problem, part }));
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

/** Several agents on one thread would mix their conversations, so they have to name their own. */
function threadProblems({ thread }: RunOptions, survey: SpecSurvey | null): RunProblem[] {
  if (thread === undefined) return [];
  const name = readInput(threadSchema, thread);
  const agents = survey?.agents ?? [];
  const without = agents.some((agent) => agent.thread === null);
  const message = `a thread for the whole run needs a single agent, and there are ${agents.length}: give each its own 'thread'`;
  return of('thread', [
    ...(name.ok ? [] : name.problems),
    ...(without && agents.length > 1 ? [{ path: '', message }] : []),
  ]);
}

/** The agent of a run on its thread, unless the spec has put it on one. */
function onThread({ spec, survey }: ReadSpec, thread: string | undefined): ReadSpec {
  if (thread === undefined) return { spec, survey };
  return {
    spec: mapAgents(spec, (agent) => ({ ...agent, thread: agent.thread ?? thread })),
    survey,
  };
}

const idSchema = z
  .string()
  .min(1, 'it is empty')
  .max(200, 'it has more than 200 characters')
  .regex(/^[^\p{Cc}]*$/u, 'it has control characters')
  .refine(
    (id) => !id.startsWith(userContextId('')),
    `ids that begin with '${userContextId('')}' are those of what is known of users`,
  )
  .refine((id) => !id.includes('/'), "it has a '/', as ids of steps inside a run do");

function otherProblems({ id, user }: RunOptions): RunProblem[] {
  const readId = readInput(idSchema.optional(), id);
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
