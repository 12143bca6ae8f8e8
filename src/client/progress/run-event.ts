import type { Text } from '../../core/content.ts';
import type { StepError } from '../../core/results.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import type { RunInput } from '../../core/run-input.ts';
import type { ModelReply } from '../../core/model-call.ts';
import type { RunStatus } from './run-progress.ts';

/** A piece of work that a workflow has handed to a worker: a model call or a registered function. */
export interface Work {
  /** The activity's id in its workflow. */
  activityId: string;
  kind: 'agent' | 'function';
  /** Path of the step inside its workflow. */
  step: string;
  agentName: string;
  model: string | null;
  /** The text that the step works on; `null` in a re-ask. */
  input: Text | null;
}

/** The activity result of a registered function. */
export interface FunctionReply {
  message: string;
  content: string | null;
  bytes: number;
}

/** What one event of a history says about the progress of its workflow. `at`: milliseconds. */
export type RunEvent =
  | { type: 'started'; at: number; kind: string; input: RunInput; spec: Step | null }
  | { type: 'workScheduled'; at: number; event: string; work: Work }
  | { type: 'workCompleted'; at: number; scheduled: string; reply: ModelReply | FunctionReply }
  | { type: 'workFailed'; at: number; scheduled: string; error: StepError }
  /** Work that was done in the workflow's own worker, and is told when it has ended. */
  | {
      type: 'localWork';
      at: number;
      startedAt: number;
      event: string;
      work: Work;
      reply: ModelReply | null;
      error: StepError | null;
    }
  /** The workflow takes up what has happened; from here on this is its time. */
  | { type: 'workflowTaskStarted'; at: number }
  /** The workflow has dealt with all that happened before. */
  | { type: 'workflowTaskCompleted'; at: number }
  | { type: 'childStarted'; at: number; id: string; runId: string }
  /** The execution has ended, and the workflow goes on in another one. */
  | { type: 'continued'; at: number }
  | {
      type: 'closed';
      at: number;
      status: RunStatus;
      result: StepResult | null;
      error: StepError | null;
    }
  /** No event of a history: what the server says about the work that is under way. */
  | { type: 'attempts'; attempts: Attempts };

/** By activity id; only of work that is not on its first attempt. */
export type Attempts = Record<string, { attempt: number; lastFailure: string | null }>;
