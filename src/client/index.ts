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
export type { AgentInput, AgentSpec } from '../core/specs/agent.ts';
export type { ParallelInput, ParallelSpec } from '../core/specs/parallel.ts';
export type { DebateInput, DebateSpec } from '../core/specs/debate.ts';
export type { SupervisorInput, SupervisorSpec } from '../core/specs/supervisor.ts';
export type { PipelineInput, PipelineSpec, StageInput } from '../core/specs/pipeline.ts';
export { parseStep, type Step, type StepInput } from '../core/specs/step.ts';
export type { Usage } from '../core/usage.ts';
export type { Fact, FactValue, MergeRule } from '../core/user-context.ts';
export { Agent, type ChatOptions, replicas } from './agent.ts';
export { AgentsClient } from './agents-client.ts';
export { connect, type ConnectOptions } from './connect.ts';
export { Debate, type DebateOptions } from './debate.ts';
export type { DebateResults, TranscriptFormat } from './debate-results.ts';
export { parallelChat, ParallelAgents, type ParallelOptions } from './parallel-agents.ts';
export { Pipeline, type PipelineOptions, type StageLike, type TransformLike } from './pipeline.ts';
export type { ParallelResults, RunResult, RunResultOf } from './results.ts';
export { RunHandle } from './run-handle.ts';
export type { RunOptions } from './start-run.ts';
export type { StepLike } from './step-like.ts';
export { Supervisor, type SupervisorConfig, type SupervisorOptions } from './supervisor.ts';
export type { SupervisorResults } from './supervisor-results.ts';
export {
  createExpertPanel,
  createProsConsDebate,
  createResearchTeam,
  type DebateTeamOptions,
  type ResearchTeamOptions,
} from './teams.ts';
export { UserContext, type SetOptions, type WriteOptions } from './user-context.ts';
export { WorkerSelectionMode } from './worker-selection-mode.ts';
