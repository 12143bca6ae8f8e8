import { type CheckedRun, checkRun, type RunProblem } from '../../client/runs/check-run.ts';
import { completeRun, type PreparedRun } from '../../client/runs/prepare-run.ts';
import type { ReadSpec, RunTarget } from '../../client/runs/prepare-step.ts';
import { type RunOptions, splitRunOptions } from '../../client/runs/run-options.ts';
import { Failure, failure } from '../../core/failures.ts';
import { orRefusal, type Refusable, refuseAll } from '../../core/refusals.ts';
import { orInterrupted } from '../interrupt.ts';
import { readStdin } from './read-stdin.ts';
import { refuse } from './refused-input.ts';
import { readText, type SpecSource } from '../../spec-files/spec-file.ts';
import { readSource, type SourceOptions } from './spec-source.ts';

/** What a command line says about a run; `context` is a file, and `-` as the input is stdin. */
export interface RequestOptions extends RunOptions, SourceOptions {
  input: string;
}

/** Where a run is to be started, or why that cannot be told. */
type TargetThere = Refusable<{ target: RunTarget }>;

/**
 * Reads everything about the run that is asked for, and checks it before anything is started.
 *
 * @throws `Input.Invalid`, with everything that is wrong: in the spec by its place in the file, in the
 *   options by their names
 */
export async function readRequest(
  options: RequestOptions,
  place: TargetThere,
  interrupted: AbortSignal,
): Promise<PreparedRun> {
  const background = await orRefusal(readContext(options.context));
  const run = { ...splitRunOptions(options).run, context: background.value };
  const given = options.input === '-' ? null : options.input;
  const checked = await readAndCheck({ source: options, input: given, run }, place, background);
  const input = given ?? (await orInterrupted(readStdin(), interrupted));
  if (input.trim() === '') throw refuse('--input: stdin is empty');
  return completeRun(checked, input, run);
}

/**
 * Reads a spec and checks it, without a run.
 *
 * @throws `Input.Invalid`, with everything that is wrong
 */
export async function readSpec(
  options: SourceOptions & Pick<RunOptions, 'provider' | 'model'>,
  place: TargetThere,
): Promise<ReadSpec> {
  const { run } = splitRunOptions(options);
  return await readAndCheck({ source: options, input: null, run }, place);
}

async function readAndCheck(
  { source, input, run }: { source: SourceOptions; input: string | null; run: RunOptions },
  place: TargetThere,
  ...others: Refusable<unknown>[]
): Promise<ReadSpec> {
  const written = await orRefusal(readSource(source));
  const request = { step: written.value?.step ?? nothing, input, options: run };
  const checked = checkRun(request, place.value?.target ?? unknownTarget);
  const refusals = [
    ...[place, written, ...others].flatMap(({ refusal }) => refusal ?? []),
    ...refusalsOf(checked, written.value),
  ];
  if (!checked.ok || refusals.length > 0) throw refuseAll(refusals);
  return checked;
}

/** Stands for a spec that could not be read, so that the rest is checked all the same. */
const nothing = { kind: 'agent', name: 'nothing' } as const;
const unknownTarget: RunTarget = {
  defaults: { provider: 'simulated', model: null },
  serving: null,
};

async function readContext(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : await readText(file, `--context ${file}`);
}

function refusalsOf(checked: CheckedRun, source: SpecSource | undefined) {
  if (checked.ok) return [];
  const inSpec = checked.problems.filter(({ part }) => part === 'spec');
  return [
    ...(source === undefined || inSpec.length === 0
      ? []
      : [source.refuse(inSpec.map(({ path, message }) => ({ path, message })))]),
    ...checked.problems.filter(({ part }) => part !== 'spec').map(refuseOption),
  ];
}

function refuseOption({ part, message }: RunProblem) {
  const path = `--${part}`;
  const details = { problems: [{ path, message }] };
  return failure(Failure.inputInvalid, `${path}: ${message}`, { details });
}
