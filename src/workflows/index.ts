export { type Call, callsOf } from './deprecated-calls.ts';
export type {
  Closure,
  ReplyReader,
  StepContext,
  StepOptions,
  Transformed,
  TypedReply,
} from './runtime/step-context.ts';
export { type OwnWorkflowContext, stepContext } from './workflow-of.ts';
export * from './workflows.ts';
