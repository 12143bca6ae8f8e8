export type {
  Escape,
  Part as TextPart,
  StoredPart as StoredTextPart,
  Text,
} from '../core/content.ts';
export { type ContextFormat, contextFormats } from '../core/render.ts';
export { Failure, type FailureType, failureType } from '../core/failures.ts';
export type { Duration } from '../core/durations.ts';
export type { GivenJson, GivenJsonObject, Json, JsonSchema } from '../core/json-schema.ts';
export type { EveryKind } from '../core/kinds/every-kind.ts';
export { parseStep } from '../core/kinds/step-schema.ts';
export type { KnownServing } from '../core/kinds/check-step.ts';
export type {
  Kind,
  KindTypes,
  PresentedOf,
  RunResult,
  Step,
  StepInput,
  StepResult,
} from '../core/kinds/step.ts';
export type { InputProblem } from '../core/parse-input.ts';
export type {
  ItemCounts,
  ItemsPage,
  ItemState,
  ItemsWanted,
  ListedItem,
} from '../core/list-items.ts';
export type { BaselineResult, Entry, ResultBase, StepError } from '../core/results.ts';
export { type Warning, WarningType } from '../core/warnings.ts';
export type { ToolCall } from '../core/model-call.ts';
export type { RunTurn, RunTurnTexts, TurnReply } from '../core/run-turns.ts';
export type { Usage } from '../core/usage.ts';
export type { Api as ProviderApi } from '../core/provider-apis.ts';
export type { ServedProvider, Serving } from '../core/serving.ts';
export type { TeamModel } from '../core/teams.ts';
export type { SummaryList } from '../core/teams/map-summary.ts';
export type {
  ListedThread,
  MessagesPage,
  MessagesWanted,
  ThreadMessage,
  ThreadQuestion,
  ThreadClaim,
  ThreadReads,
  ThreadsPage,
  ThreadsWanted,
} from '../core/thread-reads.ts';
export type { Fact, FactValue, MergeRule, Provenance } from '../core/user-context.ts';
export type { ContextPlace } from './memory/unanswered-context.ts';
export { UserContext, type SetOptions, type WriteOptions } from './memory/user-context.ts';
export * from './patterns/index.ts';
export {
  createCouncil,
  createExpertPanel,
  createMapSummary,
  createProsConsDebate,
  createResearchTeam,
  createWriteAndReview,
  type CouncilOptions,
  type DebateTeamOptions,
  type MapSummaryOptions,
  type ResearchTeamOptions,
  type WriteAndReviewOptions,
} from './patterns/teams.ts';
export type { ClientParts } from './runs/client-parts.ts';
export type { Defaults, RunTarget } from './runs/prepare-step.ts';
export type { ServerClient, TurnsRead } from './runs/server-client.ts';
export type { StartedWith } from './runs/started-with.ts';
export type { TextReader } from './runs/worker-query.ts';
export { AgentsClient } from './runs/agents-client.ts';
export { agentsClient, type AgentsClientOptions } from './runs/existing-client.ts';
export { connect, type ConnectOptions } from './runs/connect.ts';
export type {
  EventBody,
  EventError,
  EventPlace,
  FollowedEvent,
  KindEvent,
  KindEvents,
  RunEvent,
  TextDelta,
  ToolDelta,
  ToldEvent,
  TurnRead,
} from '../core/events.ts';
export type { TurnPosition } from '../core/event-cursor.ts';
export type { EventSource, OpenEvents } from './events/event-source.ts';
export type { EventsOptions } from './events/events-options.ts';
export type { ItemsOptions } from './runs/read-items.ts';
export type { EventReader } from './events/run-events.ts';
export type { RunStatus } from './progress/run-progress.ts';
export type { ListedRun, ListOptions, RunPage } from './runs/list-runs.ts';
export { Runs } from './runs/runs.ts';
export type { AnswerInput } from '../core/questions/answers.ts';
export type {
  Approval,
  OpenQuestion,
  Question,
  WaitingQuestion,
} from '../core/questions/question.ts';
export type { AnswerOptions, ApprovalOptions } from './questions/answer-question.ts';
export type { InboxOptions } from './questions/inbox.ts';
export { RunHandle } from './runs/run-handle.ts';
export type { RunResultOf } from './runs/run-result.ts';
export type { RunOptions } from './runs/run-options.ts';
export type { StepLike } from './runs/step-like.ts';
