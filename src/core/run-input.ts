import type { Text } from './content.ts';
import type { ToldEvent } from './events.ts';
import type { Step, StepInput } from './kinds/step.ts';
import type { AnsweredEarlier } from './questions/answers.ts';
import type { Spans } from './spans.ts';
import type { StepsSoFar } from './web-ui/spent-so-far.ts';

/**
 * 2: small patterns run inside their parent's run, and short reads and writes of the store beside it.
 * 3: runs tell what happens in them. 4: what is left of it at their end is told without an activity.
 * 5: templates know what was asked at first.
 */
export const currentVersion = 5;

/** The one argument of every pattern's workflow. */
export interface RunInput<S extends StepInput = Step> {
  spec: S;
  /** Whether the spec was checked and filled in by whoever starts the run. Default `false`. */
  checked?: boolean;
  /**
   * Which commands the run may make: `currentVersion` of whoever starts it. A run that began with an
   * earlier version goes on as it was. Default 1.
   */
  version?: number;
  input: Text;
  /** Set in a child run only: what the outermost run was asked. Default: the child's own input. */
  question?: Text;
  /** Background that every agent of the run sees. Default `null`. */
  context?: Text | null;
  /** Whose user context the agents share. Default `null`. */
  user?: string | null;
  /**
   * Milliseconds without a sign of life after which the worker of a call is taken for dead, and the
   * call made again. Default: 5,000 embedded, 15,000 elsewhere.
   */
  heartbeatTimeoutMs?: number;
  /** Whether the cluster knows all of our search attributes. Default `false`: none is changed. */
  searchable?: boolean;
  /**
   * Set where a long run continues as a new one: where it goes on, when it began, and when it did
   * nothing but wait for people; default never. `answered`: questions that were; default none.
   */
  resume?: {
    state: object;
    startedAt: number;
    waited?: Spans;
    answered?: AnsweredEarlier[];
    /** What the Web UI shows of the steps before. Default: nothing. */
    shown?: StepsSoFar;
    /** What is left of the steps that may be asked as tools. Default: as at its beginning. */
    stepCalls?: StepAllowance & { used: number };
  };
  /**
   * A run of the same before: what succeeded of its list is not done again. Default: none.
   */
  again?: string;
  /** Set in a child run only: what has happened in the run before it, to be written with its first call. */
  tell?: ToldEvent[];
  /** Set in a child run whose agents may ask steps as tools: how many of that are left for it. */
  stepCalls?: StepAllowance;
  /** Set in a child run only. */
  parent?: {
    /** Workflow id of the outermost run. */
    run: string;
    /** By when the parent wants an answer. */
    deadline: Deadline | null;
  };
}

/** The end of a timeout. */
export interface Deadline {
  /** Milliseconds since the epoch. */
  at: number;
  timeoutMs: number;
  /** Id and name of the step whose timeout it is. */
  setBy: string;
  name: string;
}

/** How many more steps may be asked as tools in a run and inside it, and how many such calls it is inside of. */
export interface StepAllowance {
  left: number;
  depth: number;
}
