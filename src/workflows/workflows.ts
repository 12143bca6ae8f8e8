import { runAgent } from './agent.ts';
import { runParallel } from './parallel.ts';
import { runPipeline } from './pipeline.ts';
import { workflowOf } from './run-workflow.ts';

// One workflow a kind: what a worker serves.
export const agent = workflowOf('agent', runAgent);
export const parallel = workflowOf('parallel', runParallel);
export const pipeline = workflowOf('pipeline', runPipeline);
export { readMessages } from './read-messages.ts';
