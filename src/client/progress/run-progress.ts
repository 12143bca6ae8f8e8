import type { Text } from '../../core/content.ts';
import type { StepError } from '../../core/results.ts';
import type { CheckRecord } from '../../core/kinds/agent/check-types.ts';
import type { ApprovalRecord } from '../../core/kinds/agent/types.ts';
import type { Kind, StepResult, Step } from '../../core/kinds/step.ts';
import type { Usage } from '../../core/usage.ts';
import type { Warning } from '../../core/warnings.ts';

/** How a run stands: it goes on, or how it has ended. */
export type RunStatus =
  | 'running'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'terminated'
  | 'timedOut';

/** How far a run is and what it has cost, as its histories tell; with no worker and no database. */
export interface RunProgress {
  id: string;
  /** The kind of its step: `agent`, `parallel`, `pipeline`. */
  kind: string;
  name: string;
  status: RunStatus;
  /** ISO 8601. */
  startedAt: string;
  /** ISO 8601; `null` while it runs. */
  closedAt: string | null;
  /** Of all attempts and waits, up to now or the end. */
  totalDurationMs: number;
  input: Text;
  /** What it said at the end; `null` until then, and where it failed. */
  content: Text | null;
  /** Why it failed. */
  error: StepError | null;
  /** How a supervisor or a debate ended, whole or partial; `null` for kinds whose steps say it all, and while it runs. */
  result: StepResult | null;
  /** What the run was started with; `null` when it cannot be read. */
  spec: Step | null;
  /**
   * The agents, registered functions and people at any depth, in the order of the spec. What a step makes up as
   * it goes, a debate's statements for one, stands behind what the spec names below it. Of a map that is done in
   * child runs only the items of those that go on are here: what came of the others stands in the store.
   */
  steps: StepProgress[];
  usage: Usage;
  /** US dollars; `null` when a model in `unpriced` has no known price. */
  totalCost: number | null;
  unpriced: string[];
  /** Whether any reply came from the simulated model. */
  simulated: boolean;
  /** What went on, but should be known; of patterns that are still running, only what models did. */
  warnings: Warning[];
}

/** One agent, one registered function, or one person who is asked, of a run. */
export interface StepProgress {
  /** Names of the steps around it and its own, with `/` between; '' for a run of one agent. */
  path: string;
  /** The kind of the step in the spec, of a function `function`. */
  kind: Kind | 'function';
  agentName: string;
  /** `null` where neither the spec nor a reply names one. */
  model: string | null;
  /** `waiting` in a run that has ended: it was never started. */
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** Model calls that were answered. */
  turns: number;
  /** Tool calls that they asked for. */
  toolCalls: number;
  /** ISO 8601. */
  startedAt: string | null;
  durationMs: number | null;
  /** US dollars; `null` when it is not known. */
  cost: number | null;
  simulated: boolean;
  /** What it said, of a person the answer; `null` until it is done. */
  content: Text | null;
  error: StepError | null;
  /** From 2 while a call is tried again: which attempt it is on. */
  attempt?: number;
  /** Why the attempt before failed. */
  lastFailure?: string;
  /** Tool calls that needed approval, as far as the agent's result is known; not there where none did. */
  approvals?: ApprovalRecord[];
  /** Checks of an agent that were made, as far as its result is known; not there where none was. */
  checks?: CheckRecord[];
}
