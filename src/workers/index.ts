export { defineTool, type Tool, type ToolOptions } from '../activities/tools/define-tool.ts';
export { threadSafeTool } from '../activities/tools/thread-safe-tool.ts';
export type { ToolContext } from '../activities/tools/tool-context.ts';
export type { TransformContext, TransformFunction, Transforms } from '../activities/transforms.ts';
export { type FleetOptions, type FleetWorker, startFleetWorker } from './fleet.ts';
export { LocalClient, type LocalOptions, openLocal } from './local.ts';
