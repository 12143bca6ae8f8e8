import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import type { Kind, SpecOf } from '../../core/kinds/step.ts';
import type { Text } from '../../core/content.ts';
import type { StepThread } from '../agent/resources.ts';
import type { Limit } from './host.ts';
import type { RunContext } from './run-context.ts';
import type { Pattern, ReplyReader, TypedReply } from './step-context.ts';
import type { StepScope } from './step-scope.ts';

/** What an agent is asked. */
export interface AgentTask<T> {
  spec: AgentSpec;
  input: Text;
  /** `null`: whatever it says is an answer. */
  read: ReplyReader<T> | null;
  /** Whether it may remember and forget facts about the run's user. */
  memory: boolean;
  /** Where the conversation goes on from. */
  resumed?: object | undefined;
  /** Told the conversation between two turns: it may be continued there as a new run. */
  checkpoint?: (state: object) => Promise<void>;
}

/** Has an agent do its task at a place of a run. */
export type AgentLoop = <T>(
  task: AgentTask<T>,
  run: RunContext,
  scope: StepScope,
) => Promise<TypedReply<T>>;

/** Fixes what a pattern sees of its thread; `reader` sums up what it does not see. */
export type OpenTeamThread = (
  run: RunContext,
  scope: StepScope,
  opening: { reader: AgentSpec; thread: string },
  limit: Limit,
) => Promise<StepThread>;

/** What the runtime is handed, because it imports neither the agent loop nor the patterns. */
export interface Wings {
  agentLoop: AgentLoop;
  openTeamThread: OpenTeamThread;
  patterns: { [K in Kind]?: Pattern<SpecOf<K>> };
}
