import { clusterTarget, connect } from './client/runs/connect.ts';
import { openDefaultWith } from './client/runs/default-client.ts';
import { usesCluster } from './workers/env.ts';
import { openLocal } from './workers/local.ts';
import { planLocal } from './workers/local-plan.ts';

// Where everything is at hand, a call without a client of its own gets the embedded default, or the
// cluster that the environment names.
openDefaultWith({
  target: async () => (usesCluster() ? clusterTarget() : await planLocal()),
  open: async () => (usesCluster() ? await connect() : await openLocal()),
});

export * from './client/index.ts';
export {
  type AbilityOptions,
  type Appended,
  type FoundMessages,
  defineTool,
  DurableAgentsPlugin,
  getLock,
  type HeldLock,
  type Lease,
  LocalClient,
  type LocalOptions,
  type LocalParts,
  type LockContext,
  type LockName,
  type LockOptions,
  type LockRequest,
  type LockStatus,
  type LockWaiter,
  type Message,
  type MessageInput,
  type MessagePage,
  MessageStore,
  openLocal as local,
  openLocks,
  type OpenLockOptions,
  type OpenLocks,
  type PageOptions,
  type PluginOptions,
  type ProviderInput,
  type SearchOptions,
  type SimulatedTools,
  type StreamSetting,
  type ThreadInfo,
  ThreadSafeMessageStore,
  threadSafeTool,
  type ObjectSchema,
  type OnQuestion,
  type Tool,
  type ToolContext,
  type ToolLock,
  type ToolOptions,
  type TransformContext,
  type TransformFunction,
  withLock,
} from './workers/index.ts';
