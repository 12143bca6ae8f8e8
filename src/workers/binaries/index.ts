export { type Program } from './pins.ts';
export { resolveBinary, type ResolveOptions } from './resolve.ts';
export { type Binary } from './step.ts';
