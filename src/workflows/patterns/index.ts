// The kinds that can be run: a line each, with the function for a user's own workflow and the workflow
// that a worker serves.
export { agent, runAgent } from '../agent/agent.ts';
export { debate, runDebate } from './debate/debate.ts';
export { loop, runLoop } from './loop/loop.ts';
export { map, runMap } from './map/map.ts';
export { parallel, runParallel } from './parallel/parallel.ts';
export { person, runPerson } from './person/person.ts';
export { pipeline, runPipeline, type OpenPipeline } from './pipeline/pipeline.ts';
export { route, runRoute } from './route/route.ts';
export { runSupervisor, supervisor } from './supervisor/supervisor.ts';
