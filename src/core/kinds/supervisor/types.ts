import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { ResultBase, StepError } from '../../results.ts';
import type { AgentInput, AgentSpec } from '../agent/types.ts';
import type { Step, StepInput } from '../step.ts';
import type { Plan, SelectionMode } from './plan.ts';
import type { Ending, Review } from './review.ts';
import type { TaskForm } from './typed-plan.ts';
import type { Verification } from './verification.ts';

/** A planner that gives tasks to workers, reviews what they did, and has it made one answer. */
export interface SupervisorSpec {
  kind: 'supervisor';
  name: string;
  /** Any steps, by the name the planner knows them under. */
  workers: Record<string, Step>;
  /** `null`: one is made, with the provider and model of the first worker. */
  planner: AgentSpec | null;
  synthesizer: AgentSpec | null;
  /** A run from before there was a choice has none: `plain`. */
  tasks?: TaskForm;
  /** Checks the results of each wave before they are reviewed; `null` or absent: nobody does. */
  verifier?: AgentSpec | null;
  /** How often a verifier may send the result of one task back; default 1. */
  verifications?: number;
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
  /** For each check of a wave's results; default 60 s. */
  verificationTimeout?: Duration;
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
  Partial<Omit<SupervisorSpec, 'kind' | 'workers' | 'planner' | 'verifier' | 'synthesizer'>> & {
    workers: Readonly<Record<string, StepInput>>;
    planner?: AgentInput | null;
    verifier?: AgentInput | null;
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
  /** US dollars; `null` when it is not known. Like the duration of all attempts together. */
  cost: number | null;
  /** Whether a verifier has accepted it; absent: none has checked it. */
  verified?: boolean;
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
  /** What the verifier said of each result, in order; empty where there is none. */
  verifications: Verification[];
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
