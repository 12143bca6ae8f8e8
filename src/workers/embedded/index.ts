export { acquireServer, type ServerLease } from './acquire.ts';
export { keepRuns } from './retention.ts';
