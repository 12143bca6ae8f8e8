import { toolCallsIn } from '../../core/kinds/agent/record.ts';
import type { ModelReply } from '../../core/model-call.ts';
import type { StepError } from '../../core/results.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import type { RunInput } from '../../core/run-input.ts';
import type { Spending } from '../../core/usage.ts';
import type { Attempts, FunctionReply, RunEvent, Work } from './run-event.ts';
import type { RunStatus } from './run-progress.ts';

/**
 * What the history of one workflow tells, as far as it was read: of all its executions, where it was
 * continued as new.
 */
export interface WorkflowProgress {
  id: string;
  kind: string;
  input: RunInput | null;
  /** What it was started with, completed; `null` when it cannot be read. */
  spec: Step | null;
  status: RunStatus;
  startedAt: number;
  closedAt: number | null;
  /** The time in the workflow, which stands still between its tasks; 0 before the first. */
  taskBegan: number;
  work: WorkProgress[];
  /** Child workflows that were started. */
  children: { id: string; runId: string }[];
  /** The result it ended with, whole or partial; `null` while it runs and where it left none. */
  result: StepResult | null;
  error: StepError | null;
  attempts: Attempts;
  /** What it has spent, where that stands for all its work and its children: of a part of a map that has ended. */
  spent: Spending | null;
}

export interface WorkProgress extends Work {
  /** Id of the event that scheduled it; '' once the execution that it is from has ended. */
  event: string;
  startedAt: number;
  endedAt: number | null;
  reply: ModelReply | FunctionReply | null;
  error: StepError | null;
  /** Whether its workflow has dealt with how it ended: another call would be there by now. */
  settled: boolean;
}

export function newWorkflow(id: string): WorkflowProgress {
  return {
    id,
    kind: '',
    input: null,
    spec: null,
    status: 'running',
    startedAt: 0,
    closedAt: null,
    taskBegan: 0,
    work: [],
    children: [],
    result: null,
    error: null,
    attempts: {},
    spent: null,
  };
}

/** The progress of a workflow after one more event of its history. */
export function reduce(before: WorkflowProgress, event: RunEvent): WorkflowProgress {
  switch (event.type) {
    case 'started':
      if (before.startedAt !== 0) return before; // an execution that goes on from another
      return {
        ...before,
        kind: event.kind,
        input: event.input,
        spec: event.spec,
        startedAt: event.at,
      };
    case 'workScheduled':
      return { ...before, work: [...before.work, newWork(event, before.taskBegan || event.at)] };
    case 'localWork': {
      const { work, event: id, startedAt, at: endedAt, reply, error } = event;
      const done = { ...work, event: id, startedAt, endedAt, reply, error, settled: true };
      return { ...before, work: [...before.work, done] };
    }
    case 'workCompleted':
      return endWork(before, event, { reply: event.reply });
    case 'workFailed':
      return endWork(before, event, { error: event.error });
    case 'workflowTaskStarted':
      return { ...before, taskBegan: event.at };
    case 'workflowTaskCompleted':
      return { ...before, work: before.work.map((work) => settle(work, before.taskBegan)) };
    case 'childStarted':
      return { ...before, children: [...before.children, { id: event.id, runId: event.runId }] };
    case 'continued':
      return {
        ...before,
        work: before.work.map((work) => close(work, before.taskBegan)),
        attempts: {},
      };
    case 'closed': {
      const { status, at: closedAt, result, error } = event;
      return { ...before, status, closedAt, result, error, attempts: {} };
    }
    case 'attempts':
      return { ...before, attempts: event.attempts };
  }
}

function newWork(
  { work, event }: RunEvent & { type: 'workScheduled' },
  startedAt: number,
): WorkProgress {
  return { ...work, event, startedAt, endedAt: null, reply: null, error: null, settled: false };
}

function endWork(
  before: WorkflowProgress,
  { scheduled, at }: { scheduled: string; at: number },
  end: Partial<WorkProgress>,
): WorkflowProgress {
  const work = before.work.map((each) =>
    each.event === scheduled ? { ...each, ...end, endedAt: at } : each,
  );
  return { ...before, work };
}

/** It has ended, for the workflow, when that took it up: the duration is then the result's. */
function settle(work: WorkProgress, taskBegan: number): WorkProgress {
  if (work.endedAt === null || work.settled) return work;
  return { ...work, settled: true, endedAt: Math.max(work.endedAt, taskBegan) };
}

/** Event ids begin anew in the next execution. */
function close(work: WorkProgress, taskBegan: number): WorkProgress {
  return { ...settle(work, taskBegan), event: '' };
}

/**
 * The workflow as far as it has dealt with what happened, so that no figure of it changes any more. An
 * agent that is a workflow of its own has its duration from that: until it ends, its answer is left out.
 */
export function settledOnly(workflow: WorkflowProgress): WorkflowProgress {
  if (workflow.status !== 'running') return workflow;
  const open = { endedAt: null, reply: null, error: null };
  const answer = workflow.work.findLast(({ step }) => step === '');
  const work = workflow.work.map((each) =>
    each.settled && (each !== answer || asksForTools(each)) ? each : { ...each, ...open },
  );
  return { ...workflow, work };
}

function asksForTools({ reply }: WorkProgress): boolean {
  return reply !== null && 'usage' in reply && toolCallsIn([reply]) > 0;
}
