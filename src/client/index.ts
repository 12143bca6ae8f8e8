export { type ContextFormat, contextFormats } from '../core/render.ts';
export { Failure, type FailureType, failureType } from '../core/failures.ts';
export type { InputProblem } from '../core/parse-input.ts';
export type {
  AgentResult,
  DebateMessage,
  Entry,
  PipelineResult,
  StepError,
  WorkerResult,
} from '../core/results.ts';
export type { AgentInput, AgentSpec } from '../core/kinds/agent/schema.ts';
export type { ParallelInput, ParallelSpec } from '../core/kinds/parallel/schema.ts';
export type { DebateInput, DebateSpec } from '../core/kinds/debate/schema.ts';
export type { SupervisorInput, SupervisorSpec } from '../core/kinds/supervisor/schema.ts';
export type { PipelineInput, PipelineSpec, StageInput } from '../core/kinds/pipeline/schema.ts';
export { parseStep, type Step, type StepInput } from '../core/kinds/step-schema.ts';
export type { Usage } from '../core/usage.ts';
export type { Fact, FactValue, MergeRule } from '../core/user-context.ts';
export { Agent, type ChatOptions, replicas } from './patterns/agent.ts';
export { AgentsClient } from './runs/agents-client.ts';
export { connect, type ConnectOptions } from './runs/connect.ts';
export { Debate, type DebateOptions } from './patterns/debate.ts';
export type { DebateResults, TranscriptFormat } from './patterns/debate-results.ts';
export { parallelChat, ParallelAgents, type ParallelOptions } from './patterns/parallel-agents.ts';
export {
  Pipeline,
  type PipelineOptions,
  type StageLike,
  type TransformLike,
} from './patterns/pipeline.ts';
export type { ParallelResults, RunResult, RunResultOf } from './runs/results.ts';
export { RunHandle } from './runs/run-handle.ts';
export type { RunOptions } from './runs/start-run.ts';
export type { StepLike } from './patterns/step-like.ts';
export {
  Supervisor,
  type SupervisorConfig,
  type SupervisorOptions,
} from './patterns/supervisor.ts';
export type { SupervisorResults } from './patterns/supervisor-results.ts';
export {
  createExpertPanel,
  createProsConsDebate,
  createResearchTeam,
  type DebateTeamOptions,
  type ResearchTeamOptions,
} from './patterns/teams.ts';
export { UserContext, type SetOptions, type WriteOptions } from './memory/user-context.ts';
export { WorkerSelectionMode } from './patterns/worker-selection-mode.ts';
