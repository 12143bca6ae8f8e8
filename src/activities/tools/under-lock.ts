import type { Store } from '../store/open-store.ts';
import { runWithLocks, withLock } from '../locks/lock-scope.ts';
import type { Tool } from './define-tool.ts';
import { executeTool, toolFailure } from './execute-tool.ts';
import type { ToolContext } from './tool-context.ts';

type Arguments = Parameters<Tool['execute']>[0];

/**
 * Runs a tool with the lock that it declares, and such that it can take others itself. A repeated
 * attempt keeps its place in line, because the call's idempotency key is the lock's request.
 */
export async function executeUnderLock(
  { locks }: Pick<Store, 'locks'>,
  tool: Tool,
  args: Arguments,
  context: ToolContext,
): Promise<unknown> {
  const { idempotencyKey: requestId, agentName, run, signal } = context;
  const holder = `${agentName} · ${tool.name} · ${run}`;
  try {
    return await runWithLocks({ locks, requestId, holder, signal }, () =>
      withOwnLock(tool, args, context),
    );
  } catch (error) {
    throw toolFailure(tool, error);
  }
}

async function withOwnLock(tool: Tool, args: Arguments, context: ToolContext): Promise<unknown> {
  if (tool.lock === null) return await executeTool(tool, args, context);
  const { namespace, keyArg, waitMs } = tool.lock;
  const value = args[keyArg];
  const key = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const run = (held: Pick<ToolContext, 'fencing' | 'signal'>) =>
    executeTool(tool, args, { ...context, ...held });
  return await withLock(namespace, key, run, { wait: `${waitMs}ms` });
}
