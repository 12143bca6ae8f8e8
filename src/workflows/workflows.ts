import { runAgent } from './agent.ts';
import { runDebate } from './debate.ts';
import { runParallel } from './parallel.ts';
import { runPipeline } from './pipeline.ts';
import { workflowOf } from './run-workflow.ts';
import { runSupervisor } from './supervisor.ts';

// One workflow a kind: what a worker serves.
export const agent = workflowOf('agent', runAgent);
export const parallel = workflowOf('parallel', runParallel);
export const pipeline = workflowOf('pipeline', runPipeline);
export const supervisor = workflowOf('supervisor', runSupervisor);
export const debate = workflowOf('debate', runDebate);
export { readLocks } from './read-locks.ts';
export { readMessages } from './read-messages.ts';
export { userContext } from './user-context.ts';
