export { acquireServer, type AcquireOptions, type ServerLease } from './acquire.ts';
