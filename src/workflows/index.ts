export { runAgent } from './agent/agent.ts';
export type { Call, Closure, Transformed } from './runtime/step-context.ts';
export { runDebate } from './patterns/debate/debate.ts';
export { runParallel } from './patterns/parallel/parallel.ts';
export { type OpenPipeline, runPipeline } from './patterns/pipeline/pipeline.ts';
export { runSupervisor } from './patterns/supervisor/supervisor.ts';
export { callsOf } from './runtime/workflow-of.ts';
export * from './workflows.ts';
