export { acquireServer, type ServerLease } from './acquire.ts';
export { hasState, isServerUp } from './run-file.ts';
export { keepRuns } from './retention.ts';
