import { randomUUID } from 'node:crypto';
import type { ApplicationFailure } from '@temporalio/common';
import { Failure, failure } from '../../core/failures.ts';
import type { SpecSurvey } from '../../core/kinds/walk.ts';
import { notValid } from '../../core/parse-input.ts';
import type { RunInput } from '../../core/run-input.ts';
import { wellFormedJson } from '../../core/unicode.ts';
import { checkRun, type RunProblem, type RunRequest } from './check-run.ts';
import type { ReadSpec, RunTarget } from './prepare-step.ts';
import type { RunOptions } from './run-options.ts';
import { longestInputBytes, longInputBytes, takesLongInput } from './store-input.ts';

/** A run of which everything was found good, before anything is started. */
export interface PreparedRun {
  id: string;
  given: RunInput & { input: string };
  survey: SpecSurvey;
  /** @see RunInput.again */
  again?: string;
}

/**
 * Reads and checks everything about a run.
 *
 * @throws `Input.Invalid`, with every problem of the spec, the input and the options
 * @throws `Payload.TooLarge` for an input that no run can take
 */
export function prepareRun(
  request: RunRequest & { input: string },
  target: RunTarget,
): PreparedRun {
  // for a check alone `null` is an input that comes later; to a start it is none
  const checked = checkRun({ ...request, input: request.input ?? missing }, target);
  if (!checked.ok) throw refuseRun(checked.problems);
  return completeRun(checked, request.input, request.options);
}

const missing = undefined as unknown as string;

/** The failure for a run with problems: `the spec is not valid: …; the id is not valid: …`. */
export function refuseRun(problems: readonly RunProblem[]): ApplicationFailure {
  const parts = [...new Set(problems.map(({ part }) => part))];
  const lines = parts.map((part) =>
    notValid(
      `the ${part}`,
      problems.filter((problem) => problem.part === part),
    ),
  );
  const details = { problems: problems.map(({ path, message }) => ({ path, message })) };
  return failure(Failure.inputInvalid, lines.join('; '), { details });
}

/** Temporal refuses a payload over 2 MB; what else a start carries needs some of it. */
const startLimitBytes = 1_500_000;

/**
 * What a run that was checked is started with.
 *
 * @throws `Payload.TooLarge` for an input that no run can take
 */
export function completeRun(
  { spec, survey }: ReadSpec,
  input: string,
  { id, context, user, baseline = false }: RunOptions,
): PreparedRun {
  const asked = { spec, input, context: context ?? null, user: user ?? null };
  const given = wellFormedJson(baseline ? { ...asked, baseline } : asked);
  const bytes = Buffer.byteLength(JSON.stringify(given));
  const stored = takesLongInput(spec) ? storedBytesOf(given.input) : 0;
  if (bytes - stored <= startLimitBytes && stored <= longestInputBytes) {
    return { id: id ?? `${slug(spec.name)}-${randomUUID().slice(0, 8)}`, given, survey };
  }
  const message = `spec, input and context come to ${bytes} bytes together; a run takes at most ${startLimitBytes}: shorten them`;
  throw failure(Failure.payloadTooLarge, message);
}

/** Bytes of an input that do not travel with the start. */
function storedBytesOf(input: string): number {
  const bytes = Buffer.byteLength(JSON.stringify(input));
  return bytes > longInputBytes ? bytes : 0;
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'run'
  );
}
