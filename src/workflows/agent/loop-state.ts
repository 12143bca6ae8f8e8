import type { AgentRecord } from '../../core/kinds/agent/record.ts';
import type { Text } from '../../core/content.ts';
import type { PromptMessage } from '../../core/model-call.ts';
import type { Deadline } from '../../core/run-input.ts';
import type { AgentTask } from '../runtime/agent-task.ts';
import { remaining } from '../runtime/deadlines.ts';
import type { RunContext } from '../runtime/run-context.ts';
import type { TypedReply } from '../runtime/step-context.ts';
import type { StepScope } from '../runtime/step-scope.ts';
import type { AgentChecks } from './agent-checks.ts';
import type { AgentResources } from './resources.ts';

/** A conversation between two turns: plain JSON. */
export interface LoopState {
  resources: AgentResources;
  record: AgentRecord;
  /** What the next call adds to what was said. */
  next: PromptMessage[];
  /** Message id of the reply that `next` follows; `null`: none yet. */
  after: string | null;
  /** What it is asked, as its checks have left it; left out: as it was given. */
  asked?: Text;
  /** Which of the agent's models is asked; left out: the first. */
  choice?: number;
  /** Message id of the last reply that another of its models gave. */
  foreign?: string | null;
  /** Calls that had no reply before another model was asked; left out: none. */
  unanswered?: number;
  /** Turns of the models before the one that is asked; left out: none. */
  turnsBefore?: number;
  /** When the time of the model that is asked is up; `null`, or left out: nothing but the agent's bounds it. */
  until?: Deadline | null;
  /** Where the conversation stands without replies that cannot be used; of agents with several models. */
  sound?: Pick<LoopState, 'next' | 'after'>;
  /** What is left of its time, where it is continued as a new run; milliseconds. */
  leftMs: number;
}

export type Turn<T> = { state: LoopState } | { ended: TypedReply<T> };

/** A task, and where it is done. */
export interface Doing<T> {
  task: AgentTask<T>;
  run: RunContext;
  scope: StepScope;
  checks: AgentChecks;
}

/** A state as it was stored; earlier versions called its resources `equipment`. */
export function stateFrom(stored: object | undefined): LoopState | undefined {
  if (stored === undefined) return undefined;
  const { equipment, ...state } = stored as LoopState & { equipment?: AgentResources };
  return equipment === undefined ? state : { ...state, resources: equipment };
}

export function stored(state: LoopState, scope: StepScope): object {
  return { ...state, leftMs: remaining(scope).ms };
}
