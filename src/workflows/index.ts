export { type Call, callsOf } from './deprecated-calls.ts';
export type { TurnsPart, TurnsWanted } from '../activities/run-turns.ts';
export type { EventsWanted, ReadEvents } from '../activities/events/event-activities.ts';
export type { ToldEvent } from '../core/events.ts';
export type { Answered } from '../core/questions/answers.ts';
export type { Question } from '../core/questions/question.ts';
export type { LockListing } from '../core/locks.ts';
export type { StoredText } from '../core/model-call.ts';
export type { Outcome, StepIdentity } from '../core/results.ts';
export type { Spending } from '../core/usage.ts';
export type { Weighed } from '../core/merge-fact.ts';
export type { Refusal, UserFacts, WeighedFact } from '../core/user-facts.ts';
export type { OpenPipeline, OpenStage } from './patterns/pipeline/pipeline.ts';
export type {
  Checkpoint,
  Closure,
  ReplyReader,
  StepContext,
  StepOptions,
  Transformed,
  TypedReply,
} from './runtime/step-context.ts';
export { type OwnWorkflowContext, stepContext } from './workflow-of.ts';
export * from './workflows.ts';
