export type { HeldLock, Lease } from '../activities/locks/held-lock.ts';
export type { LockRequest } from '../activities/store/lock-request.ts';
export type { LockName, LockStatus, LockWaiter } from '../core/locks.ts';
export type { LockOptions } from '../activities/locks/lock-options.ts';
export { getLock, type LockContext, withLock } from '../activities/locks/lock-scope.ts';
export {
  defineTool,
  type Tool,
  type ToolLock,
  type ToolOptions,
} from '../activities/tools/define-tool.ts';
export type { ObjectSchema } from '../activities/tools/tool-parameters.ts';
export { threadSafeTool } from '../activities/tools/thread-safe-tool.ts';
export type { ToolContext } from '../activities/tools/tool-context.ts';
export type { OnQuestion } from '../activities/tools/tool-activities.ts';
export type { TransformContext, TransformFunction, Transforms } from '../activities/transforms.ts';
export type { StreamSetting } from '../activities/providers/endpoint.ts';
export type { McpServerInput } from '../core/mcp-servers.ts';
export type { ProviderInput } from '../core/provider-config.ts';
export type { AbilityOptions } from './abilities.ts';
export { type FleetOptions, type FleetWorker, startFleetWorker } from './fleet.ts';
export type { SimulatedTools } from '../simulated-model/index.ts';
export { DurableAgentsPlugin, type PluginOptions } from './plugin.ts';
export { LocalClient, type LocalOptions, type LocalParts, openLocal } from './local.ts';
export type { Message, ThreadInfo } from '../activities/store/thread-messages.ts';
export type { Appended } from '../activities/store/threads.ts';
export type { MessageInput, PageOptions, SearchOptions } from './messages/message-input.ts';
export {
  type FoundMessages,
  type MessagePage,
  MessageStore,
  /** The original's name: every message store here is safe for several writers. */
  MessageStore as ThreadSafeMessageStore,
} from './messages/message-store.ts';
export { openLocks, type OpenLockOptions, type OpenLocks } from './open-locks.ts';
