import type { Text } from '../../core/content.ts';
import type { ModelCall, ModelReply, StoredText } from '../../core/model-call.ts';
import type { StepResult } from '../../core/results.ts';
import type { Deadline } from '../../core/run-input.ts';
import type { ThreadActivities } from '../../activities/thread-window.ts';
import type { Step } from '../../core/kinds/step-schema.ts';
import type { DescribedTools, ToolOutcome, ToolPolicy, ToolRun } from '../../core/tools.ts';
import type { ChangeOutcome, FactChange } from '../../core/user-context.ts';
import type { OpenedThread } from '../../core/thread-window.ts';

/** How long something may take, and whose limit that is: the agent's own, or of a step around it. */
export interface Limit {
  ms: number;
  deadline: Deadline;
}

export type ThreadRequest = Parameters<ThreadActivities['openThread']>[0];

/**
 * The side effects behind a `Call`. Temporal is one host; the contract tests have another. Unlike a
 * `Call`, a host rejects when something fails.
 */
export interface Host {
  model(call: ModelCall, limit: Limit): Promise<ModelReply>;
  /** What a model has to be told of registered tools, and how each is to be run. */
  describeTools(names: readonly string[], limit: Limit): Promise<DescribedTools>;
  /** Carries out a tool call. */
  tool(run: ToolRun, policy: ToolPolicy, limit: Limit): Promise<ToolOutcome>;
  /** Runs a function that is registered on a worker. */
  registered(name: string, input: Text, id: string, limit: Limit): Promise<Text>;
  /** Runs a pattern as a run of its own, and gives its result however it ended. */
  child(step: Step, input: Text, id: string, deadline: Deadline | null): Promise<StepResult>;
  /** Stores texts under their ids; at most about 1 MB together. */
  store(texts: readonly StoredText[]): Promise<void>;
  /** The content of a text. */
  read(text: Text): Promise<string>;
  /** What is known of a user, as it stands in a prompt; `null`: nothing. */
  facts(user: string, limit: Limit): Promise<Text | null>;
  /** Changes what is known of a user. */
  changeFact(user: string, change: FactChange, limit: Limit): Promise<ChangeOutcome>;
  /** Fixes what a step sees of its thread. */
  openThread(request: ThreadRequest, limit: Limit): Promise<OpenedThread>;
  /** Keeps the summary of a thread up to a message, and gives the one that stands. */
  keepSummary(kept: ThreadRequest & { upTo: number; summary: string }): Promise<Text>;
  /** Runs `body` so that `cancel` reaches everything it waits for. */
  cancellable<T>(body: (cancel: () => void) => Promise<T>): Promise<T>;
  /** Whether an error means that the work was cancelled. */
  isCancellation(error: unknown): boolean;
  /** Continues as a new run from `state` where the history has grown long; otherwise does nothing. */
  checkpoint(state: object): Promise<void>;
  /** A step has ended: for whoever watches the run. */
  ended(result: StepResult, path: string): void;
}
