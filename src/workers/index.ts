export type { HeldLock } from '../activities/locks/held-lock.ts';
export type { LockOptions } from '../activities/locks/lock-options.ts';
export { getLock, type LockContext, withLock } from '../activities/locks/lock-scope.ts';
export type { TransformContext, TransformFunction, Transforms } from '../activities/transforms.ts';
export { type FleetOptions, type FleetWorker, startFleetWorker } from './fleet.ts';
export { LocalClient, type LocalOptions, openLocal } from './local.ts';
export { openLocks, type OpenLockOptions, type OpenLocks } from './open-locks.ts';
