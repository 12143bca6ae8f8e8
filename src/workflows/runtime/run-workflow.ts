import {
  allHandlersFinished,
  ApplicationFailure,
  CancelledFailure,
  CancellationScope,
  condition,
  continueAsNew,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { Failure } from '../../core/failures.ts';
import { asCancelled, failedResult, wasCutShort } from '../../core/kinds/results.ts';
import { runEnded, runEndOf, runStarted } from '../../core/run-events.ts';
import type { Kind, ResultOf, SpecOf, Step, StepResult } from '../../core/kinds/step.ts';
import type { CallOwner } from '../../core/model-call.ts';
import { returned } from '../../core/returned.ts';
import type { AnsweredEarlier } from '../../core/questions/answers.ts';
import type { RunInput } from '../../core/run-input.ts';
import { costAttribute } from '../../core/search-attributes.ts';
import type { Wings } from './agent-task.ts';
import { checkedSpec, ofKind } from './checked-spec.ts';
import { fitResult } from './fit-result.ts';
import { Halt } from './halt.ts';
import type { Host } from './host.ts';
import { makeStepContext } from './make-step-context.ts';
import { offload } from './offload.ts';
import type { RunContext } from './run-context.ts';
import { ReplyBudget } from './reply-budget.ts';
import type { Pattern } from './step-context.ts';
import { asStepError } from './step-errors.ts';
import { sharers, StepCalls, wholeAllowance } from './step-calls.ts';
import type { StepScope } from './step-scope.ts';
import { ShownDetails } from './shown-details.ts';
import { ToldEvents } from './told-events.ts';
import { WaitedTime } from './waited-time.ts';
import { temporalHost } from './temporal-host.ts';

/** The workflow of a pattern: a run that succeeds returns its result, any other one fails with it. */
export function runWorkflow<K extends Kind>(
  kind: K,
  pattern: Pattern<SpecOf<K>, ResultOf<K>>,
  wings: Wings,
) {
  return async (given: RunInput): Promise<ResultOf<K>> => {
    // Whoever has checked the spec says so: a client, or the run that this one is a child of.
    const spec = given.checked ? ofKind(kind, given.spec) : await checkedSpec(kind, given.spec);
    const shared = sharedBy({ ...given, spec });
    const run = runContextOf({ ...given, spec }, shared);
    begun(run.host, spec, given);
    const pending = await resultOf(spec, { ...given, spec }, run, (kept, scope) => {
      const context = runContextOf(kept, shared);
      const { host } = context;
      CancellationScope.current().cancelRequested.catch(() => host.stopAllCalls());
      const ctx = makeStepContext({ run: context, wings }, scope);
      return pattern(spec, kept.input, ctx, kept.resume?.state);
    });
    const cancelled = CancellationScope.current().consideredCancelled && wasCutShort(pending);
    const result = cancelled ? asCancelled(pending) : shared.halt.ending(pending);
    await ended({ host: run.host, told: shared.told }, result, given);
    const isChild = given.parent !== undefined;
    const whole = isChild ? returned(result, shared.waited.spans(), shared.stepCalls.used) : result;
    if (whole.success) return whole;
    throw endOf(whole, isChild);
  };
}

/** The outermost run is told of by itself, any other one by the step around it. */
function begun(host: Host, { kind, name }: Step, { parent, resume }: RunInput): void {
  if (parent !== undefined || resume !== undefined) return;
  const at = workflowInfo().startTime.toISOString(); // the first activity may be a while away
  host.lead('', { type: 'run.started', kind, name, at }, runStarted);
}

async function ended(
  { host, told }: { host: Host; told: ToldEvents },
  result: StepResult,
  { parent, searchable = false }: RunInput,
): Promise<void> {
  // An answer that is refused is told of as well.
  if (!allHandlersFinished())
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  host.ended(result, '');
  if (parent === undefined) {
    host.tell('', runEndOf(result), runEnded);
    if (searchable) upsertSearchAttributes([{ key: costAttribute, value: result.totalCost }]);
  }
  await told.end((change) => host.applies(change));
}

/** The pattern's result; where not even its input can be stored, the failed one that says so. */
async function resultOf<R extends StepResult>(
  spec: RunInput['spec'],
  given: RunInput,
  { host, execution, halt }: RunContext,
  run: (kept: RunInput, scope: StepScope) => Promise<R>,
): Promise<R> {
  const scope = scopeOf(spec.name, given, halt);
  let kept = given;
  try {
    kept = await withOffloadedTexts(given, host, execution);
  } catch (error) {
    return failedResult(spec, scope.identity, asStepError(error, host, scope)) as R;
  }
  return await fitResult(await run(kept, scope), host, execution);
}

type Circumstances = Partial<RunInput>;

/** The run's input and context as references where they are long, for its children and its next run too. */
async function withOffloadedTexts(
  given: RunInput,
  host: Host,
  execution: string,
): Promise<RunInput> {
  const kept = { ...given, input: await offload(host, `${execution}/input`, given.input) };
  const { context, question } = given;
  if (question) kept.question = await offload(host, `${execution}/question`, question);
  if (context) kept.context = await offload(host, `${execution}/context`, context);
  return kept;
}

/** Workflow id of the outermost run. */
function runOf({ parent }: Circumstances): string {
  return parent?.run ?? workflowInfo().workflowId;
}

function ownerOf(given: Circumstances): CallOwner {
  return { run: runOf(given), workflow: workflowInfo().workflowId, user: given.user ?? null };
}

/** What all contexts of one workflow have in common. */
interface Shared {
  told: ToldEvents;
  waited: WaitedTime;
  details: ShownDetails;
  halt: Halt;
  stepCalls: StepCalls;
}

function sharedBy(given: Circumstances): Shared {
  const { spec = null, resume, stepCalls = wholeAllowance } = given;
  return {
    told: new ToldEvents(runOf(given), given.tell),
    waited: new WaitedTime(resume?.waited),
    stepCalls: new StepCalls(resume?.stepCalls ?? stepCalls),
    details: new ShownDetails(ownerOf(given), spec, resume?.shown),
    halt: new Halt(),
  };
}

export function runContextOf(
  given: Circumstances,
  { told, waited, details, stepCalls, halt } = sharedBy(given),
): RunContext {
  const { context = null, heartbeatTimeoutMs: heartbeatMs } = given;
  const { firstExecutionRunId: execution } = workflowInfo();
  const owner = ownerOf(given);
  const next = (state: object, answered: AnsweredEarlier[]) => {
    const spans = waited.spans();
    const resume = {
      state,
      startedAt: startOf(given),
      shown: details.soFar,
      ...(spans.length === 0 ? {} : { waited: spans }),
      ...(answered.length === 0 ? {} : { answered }),
      ...(stepCalls.used === 0 ? {} : { stepCalls: stepCalls.soFar }),
    };
    return continueAsNew({ ...given, tell: undefined, resume });
  };
  const host = temporalHost({
    owner,
    execution,
    spec: given.spec ?? null,
    version: given.version ?? 1,
    heartbeatMs,
    searchable: given.searchable ?? false,
    earlier: given.resume?.answered ?? [],
    told,
    details,
    continueFrom: next,
  });
  const caches = { systems: new Map(), described: new Map() };
  const question = given.question ?? given.input ?? null;
  const sharing = { stepCalls, sharers: sharers(given.spec ?? null) };
  const { again = null } = given;
  return {
    host,
    execution,
    owner,
    context,
    question,
    replies: new ReplyBudget(),
    ...caches,
    again,
    waited,
    halt,
    ...sharing,
  };
}

/** When the run began, also before it was continued as new. */
function startOf({ resume }: Circumstances): number {
  return resume?.startedAt ?? workflowInfo().startTime.getTime();
}

export function scopeOf(name: string, given: Circumstances, { stopped }: Halt): StepScope {
  const identity = { name, id: workflowInfo().workflowId, startedAt: startOf(given) };
  const deadline = given.parent?.deadline ?? null;
  const around = deadline === null ? [] : [deadline];
  return { identity, path: '', deadline, around, stopped };
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
