// The classes of the kinds, each with the types of its specs and results: a line each.
export * from './agent.ts';
export * from './debate.ts';
export * from './loop.ts';
export * from './map-items.ts';
export * from './parallel-agents.ts';
export * from './person.ts';
export * from './pipeline.ts';
export * from './route.ts';
export * from './supervisor.ts';
