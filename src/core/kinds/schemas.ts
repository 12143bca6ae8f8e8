// The schemas of the kinds: a line each. Only where zod may be: clients, the command line, activities
// and the build, but never what runs in the workflow sandbox.
export { agentSchema as agent } from './agent/schema.ts';
export { debateSchema as debate } from './debate/schema.ts';
export { loopSchema as loop } from './loop/schema.ts';
export { mapSchema as map } from './map/schema.ts';
export { parallelSchema as parallel } from './parallel/schema.ts';
export { personSchema as person } from './person/schema.ts';
export { pipelineSchema as pipeline } from './pipeline/schema.ts';
export { routeSchema as route } from './route/schema.ts';
export { supervisorSchema as supervisor } from './supervisor/schema.ts';
