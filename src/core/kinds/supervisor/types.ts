import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { ResultBase, StepError } from '../../results.ts';
import type { AgentInput, AgentSpec } from '../agent/types.ts';
import type { Step, StepInput } from '../step.ts';
import type { Plan, SelectionMode } from './plan.ts';
import type { Ending, Review } from './review.ts';
import type { EveryKind } from '../every-kind.ts';

/** A planner that gives tasks to workers, reviews what they did, and has it made one answer. */
export interface SupervisorSpec extends EveryKind {
  kind: 'supervisor';
  name: string;
  /** Any steps, by the name the planner knows them under. */
  workers: Record<string, Step>;
  /** `null`: one is made, with the provider and model of the first worker. */
  planner: AgentSpec | null;
  synthesizer: AgentSpec | null;
  /** `selective`: the planner chooses; `all`: everyone gets a task; `sequential`: everyone in the order given, each after the one before. */
  mode: SelectionMode;
  /** Tasks that run at once at most. */
  maxWorkersPerStep: number;
  /** Plans at most, the first included. */
  maxIterations: number;
  /** Whether a review may ask for another plan. */
  allowReplanning: boolean;
  /** For each plan and each review. */
  planningTimeout: Duration;
  /** For each task. */
  workerTimeout: Duration;
  synthesisTimeout: Duration;
  /** Whether everyone who was given a task has to succeed with the last one. */
  requireAllWorkers: boolean;
  /** Workers that have to succeed. */
  minSuccessfulWorkers: number;
  /** Whether the result tells the reasons of plans and reviews. */
  includeReasoning: boolean;
  /** Whether the result's `workerResults` keep their contents. */
  includeWorkerOutputs: boolean;
}

/** A supervisor as it is written: all but its workers may be left out. */
export type SupervisorInput = Pick<SupervisorSpec, 'kind'> &
  Partial<Omit<SupervisorSpec, 'kind' | 'workers' | 'planner' | 'synthesizer'>> & {
    workers: Readonly<Record<string, StepInput>>;
    planner?: AgentInput | null;
    synthesizer?: AgentInput | null;
  };

/** What a worker made of a task. */
export interface WorkerResult<C = Text> {
  workerName: string;
  /** Id of the task, and version of the plan it is from. */
  taskId: string;
  planVersion: number;
  task: string;
  /** Id of the step or child run that did it. */
  id: string;
  success: boolean;
  /** `null` for a failure, and where the supervisor has `includeWorkerOutputs: false`. */
  content: C | null;
  error: StepError | null;
  /** Milliseconds. */
  durationMs: number;
  /** US dollars; `null` when it is not known. */
  cost: number | null;
}

/** What a supervisor planned, what its workers made of it, and the answer as its content. */
export interface SupervisorResult<C = Text> extends ResultBase<C> {
  kind: 'supervisor';
  /** The last plan; `null` when there was none. */
  plan: Plan | null;
  /** All plans, by version. */
  plans: Plan[];
  /** The planner's reasons, plan by plan; `null` with `includeReasoning: false`. */
  reasoning: string | null;
  /** What the reviews said, in order; empty with `includeReasoning: false`. */
  reviews: Review[];
  /** In completion order. */
  workerResults: WorkerResult<C>[];
  /** Plans that were carried out. */
  iterations: number;
  endedBecause: Ending;
}

/** The result of a supervisor, with the accessors over its workers. Serialises to the plain result. */
export interface SupervisorResults extends SupervisorResult<string> {
  /** What succeeded, in completion order. */
  readonly successfulWorkers: WorkerResult<string>[];
  readonly failedWorkers: WorkerResult<string>[];
}

declare module '../step.ts' {
  interface KindTypes<C> {
    supervisor: {
      spec: SupervisorSpec;
      input: SupervisorInput;
      result: SupervisorResult<C>;
      presented: SupervisorResults;
    };
  }
}
