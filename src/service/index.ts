export type { ServiceOptions, TokenOptions } from './options.ts';
export { createServer, type ServiceServer } from './server.ts';
