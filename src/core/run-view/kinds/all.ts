// Every kind, as it is looked at: one line each.
export { agent } from './agent.ts';
export { debate } from './debate.ts';
export { map } from './map.ts';
export { parallel } from './parallel.ts';
export { person } from './person.ts';
export { pipeline } from './pipeline.ts';
export { supervisor } from './supervisor.ts';
