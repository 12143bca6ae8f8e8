import {
  ChildWorkflowCancellationType,
  ChildWorkflowFailure,
  executeChild,
  ParentClosePolicy,
} from '@temporalio/workflow';
import type { Text } from '../../core/content.ts';
import { findFailure } from '../../core/failures.ts';
import type { ToldEvent } from '../../core/events.ts';
import type { Step } from '../../core/kinds/step.ts';
import type { CallOwner } from '../../core/model-call.ts';
import { type ChildEnd, endOfChild, type Returned } from '../../core/returned.ts';
import {
  currentVersion,
  type Deadline,
  type RunInput,
  type StepAllowance,
} from '../../core/run-input.ts';

export interface ChildRun {
  input: Text;
  context: Text | null;
  /** @see RunInput.question */
  question: Text;
  owner: CallOwner;
  deadline: Deadline | null;
  /** @see RunInput.stepCalls */
  stepCalls?: StepAllowance;
  /** @see RunInput.heartbeatTimeoutMs */
  heartbeatMs: number | undefined;
  /** @see RunInput.searchable */
  searchable: boolean;
  /** @see RunInput.tell */
  tell: ToldEvent[];
}

/** Runs a step as a child workflow, and gives its result however it ended. */
export async function runChild(
  step: Step,
  workflowId: string,
  { input, context, question, owner, deadline, heartbeatMs, searchable, stepCalls, tell }: ChildRun,
): Promise<ChildEnd> {
  const parent = { run: owner.run, deadline };
  const watched = heartbeatMs === undefined ? {} : { heartbeatTimeoutMs: heartbeatMs };
  const known = searchable ? { searchable } : {};
  const args: [RunInput] = [
    {
      spec: step,
      checked: true,
      version: currentVersion,
      input,
      context,
      ...(question === input ? {} : { question }),
      user: owner.user,
      parent,
      ...watched,
      ...known,
      ...(stepCalls === undefined ? {} : { stepCalls }),
      ...(tell.length === 0 ? {} : { tell }),
    },
  ];
  try {
    const result: unknown = await executeChild(step.kind, {
      workflowId,
      args,
      staticSummary: step.name,
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
    return endOfChild(result as Returned);
  } catch (error) {
    const partial = partialResult(error);
    if (partial === undefined) throw error;
    return endOfChild(partial);
  }
}

/** The result that a failed child run has left in the details of its failure. */
function partialResult(error: unknown): Returned | undefined {
  if (!(error instanceof ChildWorkflowFailure)) return undefined;
  const [details] = findFailure(error)?.details ?? [];
  return typeof details === 'object' && details !== null && 'kind' in details
    ? (details as Returned)
    : undefined;
}
