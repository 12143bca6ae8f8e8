export type { Closure, StepContext, Transformed } from './runtime/step-context.ts';
export {
  stepContext,
  /** @deprecated the name before 0.2; use `stepContext` */
  stepContext as callsOf,
} from './workflow-of.ts';
export type {
  /** @deprecated the name before 0.2; use `StepContext` */
  StepContext as Call,
} from './runtime/step-context.ts';
export * from './workflows.ts';
