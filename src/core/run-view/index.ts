export { apply, applyAll } from './apply.ts';
export { baselineIn, withoutBaseline } from './baseline-in.ts';
export { nodeAt } from './change-node.ts';
export type { DebateView, RoundView, Spoken, VoteView } from './kinds/debate.ts';
export type { ParallelView } from './kinds/parallel.ts';
export type { PipelineView, StageView, TransformView } from './kinds/pipeline.ts';
export type {
  CheckView,
  PlanView,
  ReviewView,
  SupervisorView,
  TaskView,
} from './kinds/supervisor.ts';
export type { ViewFinding, ViewSection } from './kinds/kind.ts';
export { nameOf } from './name-of.ts';
export { sectionsOf } from './sections-of.ts';
export { openRunView } from './open.ts';
export { shownItems } from './shown-items.ts';
export { type AgentSpending, spentByAgent, spentOf, type ViewSpending } from './spending.ts';
export { type Bar, timelineOf } from './timeline.ts';
export type {
  NodeState,
  OwnViews,
  Retry,
  RunView,
  ToolUse,
  Turn,
  ViewAnswer,
  ViewCheck,
  ViewNode,
  ViewQuestion,
  ViewWarning,
  WrittenCall,
} from './types.ts';
