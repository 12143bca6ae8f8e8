import { referTo, type Text } from '../../core/content.ts';
import { toolCallsIn } from '../../core/kinds/agent/record.ts';
import { Failure } from '../../core/failures.ts';
import { spendingOfReply } from '../../core/reply.ts';
import type { ModelReply } from '../../core/model-call.ts';
import type { StepError } from '../../core/results.ts';
import { addSpending } from '../../core/usage.ts';
import { asAgent } from '../../core/kinds/walk.ts';
import type { FunctionReply } from './run-event.ts';
import type { StepProgress } from './run-progress.ts';
import type { StepNode } from './step-tree.ts';
import type { WorkflowProgress, WorkProgress } from './workflow-progress.ts';

/** The work of one step: its calls in order, with the workflow that made them. */
export interface StepWork {
  workflow: WorkflowProgress;
  calls: WorkProgress[];
}

/** A step that has not been started. */
export function waitingStep({ path, name, step }: StepNode): StepProgress {
  return {
    path,
    kind: step === null ? 'function' : step.kind,
    agentName: name,
    model: step === null ? null : (asAgent(step)?.model ?? null),
    state: 'waiting',
    turns: 0,
    toolCalls: 0,
    startedAt: null,
    durationMs: null,
    cost: 0,
    simulated: false,
    content: null,
    error: null,
  };
}

/** A step with at least one call. `now`: milliseconds. */
export function stepProgress(path: string, work: StepWork, now: number): StepProgress {
  const [first, last] = [work.calls[0], work.calls.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError(`'${path}' has no calls`);
  const replies = work.calls.flatMap(({ reply }) =>
    reply !== null && 'usage' in reply ? [reply] : [],
  );
  const { cost, simulated } = addSpending(replies.map((reply) => spendingOfReply(reply, path)));
  const { state, error } = stateOf(last, work.workflow);
  const end = state === 'running' ? now : (last.endedAt ?? work.workflow.closedAt ?? now);
  return {
    path,
    kind: first.kind,
    agentName: first.agentName,
    model: replies.at(-1)?.model ?? first.model,
    state,
    turns: replies.length,
    toolCalls: toolCallsIn(replies),
    startedAt: new Date(first.startedAt).toISOString(),
    durationMs: Math.max(0, end - first.startedAt),
    cost,
    simulated,
    content: state === 'done' && last.reply !== null ? contentOf(last.reply) : null,
    error,
    ...(state === 'running' ? retryOf(last, work.workflow) : {}),
  };
}

/** What was said: the words where the history has them, else a reference to the store. */
export function contentOf(reply: ModelReply | FunctionReply): Text {
  return reply.content ?? referTo(reply.message, reply.bytes);
}

type State = Pick<StepProgress, 'state' | 'error'>;

function stateOf(last: WorkProgress, workflow: WorkflowProgress): State {
  const { agentName } = last;
  if (last.error !== null) return { state: 'failed', error: { ...last.error, agentName } };
  const open = workflow.status === 'running';
  if (last.reply === null)
    return open ? running : { state: 'failed', error: cutOff(last, workflow) };
  if ('usage' in last.reply && toolCallsIn([last.reply]) > 0)
    return open ? running : { state: 'failed', error: workflow.error ?? cutOff(last, workflow) };
  const problem = 'problem' in last.reply ? last.reply.problem : null;
  if (problem === null) return { state: 'done', error: null };
  if (open && !last.settled) return running;
  return { state: 'failed', error: unusable(last, problem.reason) };
}

const running: State = { state: 'running', error: null };

function unusable({ agentName }: WorkProgress, reason: string): StepError {
  const message = `'${agentName}' gave no usable reply; the last: ${reason}`;
  return { type: Failure.replyUnusable, message, agentName, retryable: false };
}

/** Why a step was not done that the end of its workflow has cut off. */
export function cutOff(
  { agentName }: Pick<WorkProgress, 'agentName'>,
  { status }: Pick<WorkflowProgress, 'status'>,
): StepError {
  if (status === 'timedOut') {
    const message = `'${agentName}' was not done when the run timed out`;
    return { type: Failure.stepTimedOut, message, agentName, retryable: true };
  }
  const message = `'${agentName}' was not done when the run ended`;
  return { type: Failure.runCancelled, message, agentName, retryable: false };
}

function retryOf({ activityId }: WorkProgress, { attempts }: WorkflowProgress) {
  const retry = attempts[activityId];
  if (retry === undefined) return {};
  const { attempt, lastFailure } = retry;
  return { attempt, ...(lastFailure === null ? {} : { lastFailure }) };
}
