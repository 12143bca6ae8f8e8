import { runAgent } from './agent/agent.ts';
import { runDebate } from './patterns/debate/debate.ts';
import { runParallel } from './patterns/parallel/parallel.ts';
import { runPipeline } from './patterns/pipeline/pipeline.ts';
import { workflowOf } from './runtime/workflow-of.ts';
import { runSupervisor } from './patterns/supervisor/supervisor.ts';

// One workflow a kind: what a worker serves.
export const agent = workflowOf('agent', runAgent);
export const parallel = workflowOf('parallel', runParallel);
export const pipeline = workflowOf('pipeline', runPipeline);
export const supervisor = workflowOf('supervisor', runSupervisor);
export const debate = workflowOf('debate', runDebate);
export { readLocks } from './read-locks.ts';
export { readMessages } from './read-messages.ts';
export { userContext } from './user-context/user-context.ts';
