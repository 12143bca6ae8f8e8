export { runAgent } from './agent.ts';
export type { Call, Closure, Transformed } from './call.ts';
export { runDebate } from './debate.ts';
export { runParallel } from './parallel.ts';
export { type OpenPipeline, runPipeline } from './pipeline.ts';
export { runSupervisor } from './supervisor.ts';
export { callsOf } from './run-workflow.ts';
export * from './workflows.ts';
