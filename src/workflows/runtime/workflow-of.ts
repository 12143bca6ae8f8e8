import {
  ApplicationFailure,
  CancelledFailure,
  CancellationScope,
  continueAsNew,
  workflowInfo,
} from '@temporalio/workflow';
import type { Text } from '../../core/content.ts';
import { Failure, failure } from '../../core/failures.ts';
import { asCancelled, failedResult, wasCutShort } from '../../core/make-results.ts';
import type { StepResult } from '../../core/results.ts';
import type { RunInput } from '../../core/run-input.ts';
import { type Kind, parseStep, type Step } from '../../core/kinds/step-schema.ts';
import type { Call } from './step-context.ts';
import { fitResult } from './fit-result.ts';
import type { Host } from './host.ts';
import { keep } from './offload.ts';
import { makeCall } from './make-step-context.ts';
import { asStepError, type Place, type RunFrame } from './step-scope.ts';
import { temporalHost } from './temporal-host.ts';

/** A pattern: a pure function of its spec, its input and the calls it may make. */
export type Pattern<S extends Step, R extends StepResult> = (
  spec: S,
  input: Text,
  call: Call,
  /** Where a run that was continued as new goes on. */
  resumed?: object,
) => Promise<R>;

/** The workflow of a pattern: a run that succeeds returns its result, any other one fails with it. */
export function workflowOf<K extends Kind, R extends StepResult>(
  kind: K,
  pattern: Pattern<Extract<Step, { kind: K }>, R>,
) {
  return async (given: RunInput): Promise<R> => {
    const spec = specOf(kind, given);
    const result = await resultOf(spec, given, pattern);
    const cancelled = CancellationScope.current().consideredCancelled && wasCutShort(result);
    if (result.success && !cancelled) return result;
    throw endOf(cancelled ? asCancelled(result) : result, given.parent !== undefined);
  };
}

/** The pattern's result; where not even its input can be stored, the failed one that says so. */
async function resultOf<S extends Step, R extends StepResult>(
  spec: S,
  given: RunInput,
  pattern: Pattern<S, R>,
): Promise<R> {
  const { host, execution } = frameOf(given);
  const place = placeOf(spec.name, given);
  let kept = given;
  try {
    kept = await withKeptTexts(given, host, execution);
  } catch (error) {
    return failedResult(spec, place.made, asStepError(error, host, place)) as R;
  }
  const call = makeCall(frameOf(kept), place);
  return await fitResult(
    await pattern(spec, kept.input, call, kept.resume?.state),
    host,
    execution,
  );
}

function specOf<K extends Kind>(kind: K, given: RunInput): Extract<Step, { kind: K }> {
  const spec = parseStep(given.spec);
  if (spec.kind === kind) return spec as Extract<Step, { kind: K }>;
  const message = `a ${spec.kind} spec was given to the workflow '${kind}': start the workflow '${spec.kind}'`;
  throw failure(Failure.inputInvalid, message);
}

type Circumstances = Partial<RunInput>;

/** The run's input and context as references where they are long, for its children and its next run too. */
async function withKeptTexts(given: RunInput, host: Host, execution: string): Promise<RunInput> {
  const input = await keep(host, `${execution}/input`, given.input);
  if (!given.context) return { ...given, input };
  return { ...given, input, context: await keep(host, `${execution}/context`, given.context) };
}

function frameOf(given: Circumstances): RunFrame {
  const { user = null, parent, context = null } = given;
  const { workflowId, firstExecutionRunId: execution } = workflowInfo();
  const owner = { run: parent?.run ?? workflowId, workflow: workflowId, user };
  const next = (state: object) =>
    continueAsNew({ ...given, resume: { state, startedAt: startOf(given) } });
  const host = temporalHost(owner, context, next);
  return { host, execution, owner, context, systems: new Map(), described: new Map() };
}

/** When the run began, also before it was continued as new. */
function startOf({ resume }: Circumstances): number {
  return resume?.startedAt ?? workflowInfo().startTime.getTime();
}

function placeOf(name: string, given: Circumstances): Place {
  const made = { name, id: workflowInfo().workflowId, startedAt: startOf(given) };
  return { made, path: '', deadline: given.parent?.deadline ?? null, stopped: () => undefined };
}

/**
 * How a run that has no success ends. A cancelled run is a cancelled workflow; a cancelled child
 * fails instead, because only a failure can carry what it has finished to its parent.
 */
function endOf(result: StepResult, isChild: boolean): Error {
  const { type, message } = result.error ?? {
    type: Failure.inputInvalid,
    message: 'no reason given',
  };
  if (!isChild && CancellationScope.current().consideredCancelled)
    return new CancelledFailure(message);
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [result] });
}

/**
 * The calls a user's own workflow can make: hand it to a pattern function, or run steps with it.
 * Unlike a spec on the wire, a pipeline run this way may have closures as transforms.
 *
 * @param options.context background that every agent sees; default none
 * @param options.user whose user context the agents share; default none
 */
export function callsOf(name: string, options: { context?: string; user?: string } = {}): Call {
  return makeCall(frameOf(options), placeOf(name, options));
}
