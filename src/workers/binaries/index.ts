export { resolveBinary, type ResolveOptions } from './resolve.ts';
