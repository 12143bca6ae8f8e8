export { type Call, callsOf } from './deprecated-calls.ts';
export type { ExaminedText } from '../activities/texts.ts';
export type { TurnsPart, TurnsWanted } from '../activities/run-turns.ts';
export type { EventsWanted, ReadEvents } from '../activities/events/event-activities.ts';
export type { ToldEvent } from '../core/events.ts';
export type { Answered } from '../core/questions/answers.ts';
export type { Question } from '../core/questions/question.ts';
export type { LockListing } from '../core/locks.ts';
export type { Form } from '../core/form.ts';
export type { StoredText } from '../core/model-call.ts';
export type { Outcome, StepIdentity } from '../core/results.ts';
export type { Deadline } from '../core/run-input.ts';
export type { TemplateTexts } from '../core/template.ts';
export type { Said, ThreadWindow } from '../core/thread-window.ts';
export type { Spending } from '../core/usage.ts';
export type { Weighed } from '../core/merge-fact.ts';
export type { Refusal, UserFacts, WeighedFact } from '../core/user-facts.ts';
export type { StepThread } from './agent/resources.ts';
export type { OpenPipeline, OpenStage } from './patterns/pipeline/pipeline.ts';
export type { ListFormat, OpenItem, SettledItem, StoredList } from '../core/list-items.ts';
export type { ListSource, StepLists } from './runtime/lists-context.ts';
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
