export type { TransformContext, TransformFunction, Transforms } from '../activities/transforms.ts';
export { type FleetOptions, type FleetWorker, startFleetWorker } from './fleet.ts';
export { LocalClient, type LocalOptions, openLocal } from './local.ts';
