export { acquireServer, type ServerLease } from './acquire.ts';
