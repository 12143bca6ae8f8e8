// The kinds of step there are: a line each. Their schemas are listed in `schemas.ts`.
export { agent } from './agent/kind.ts';
export { debate } from './debate/kind.ts';
export { loop } from './loop/kind.ts';
export { map } from './map/kind.ts';
export { parallel } from './parallel/kind.ts';
export { person } from './person/kind.ts';
export { pipeline } from './pipeline/kind.ts';
export { route } from './route/kind.ts';
export { supervisor } from './supervisor/kind.ts';
