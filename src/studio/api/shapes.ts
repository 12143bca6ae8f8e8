import type { Step, StepInput, StepResult } from '../../core/kinds/step.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';

// What the service answers with, as far as the page reads it.

export const runStatuses = [
  'running',
  'completed',
  'failed',
  'cancelled',
  'terminated',
  'timedOut',
] as const;
type RunStatus = (typeof runStatuses)[number];

/** A run as the list shows it. */
export interface ListedRun {
  id: string;
  status: RunStatus;
  kind: string;
  name: string | null;
  question: string | null;
  /** ISO 8601. */
  startedAt: string;
  durationMs: number;
  /** US dollars; `null`: not known. */
  cost: number | null;
  simulated?: boolean | null;
}

export interface RunPage {
  runs: ListedRun[];
  next: string | null;
}

/** A run: how it stands, and its result once there is one. */
export interface RunState {
  id: string;
  status: RunStatus;
  /** Of Temporal's Web UI. */
  url: string | null;
  result: StepResult<string> | null;
  questions: WaitingQuestion[];
}

/** What a run was started with. */
export interface RunInput {
  /** With every default filled in; `null`: it cannot be read. */
  step: Step | null;
  input: string;
  context: string | null;
  user: string | null;
  thread: string | null;
  /** Whether one agent alone was asked too; left out: not. */
  baseline?: boolean;
  startedAt: string;
}

export interface Team {
  name: string;
  description: string;
  kind: string | null;
  /** Why it cannot be started. */
  problem: string | null;
}

export interface TeamWithSpec extends Team {
  /** As it is written; `null`: it could never be read. */
  spec: StepInput | null;
}

/** What is known of one user. */
export interface UserFact {
  key: string;
  value: unknown;
  setBy: string;
  run: string | null;
  /** ISO 8601. */
  at: string;
}

export interface ThreadMessage {
  id: string;
  sequence: number;
  author: string;
  role: string;
  content: string;
  run: string | null;
  /** ISO 8601. */
  at: string;
}

export interface MessagePage {
  messages: ThreadMessage[];
  next: number | null;
}

export interface ListedThread {
  id: string;
  messages: number;
  createdAt: string;
  user: string | null;
}

export interface ThreadPage {
  threads: ListedThread[];
  next: string | null;
}
