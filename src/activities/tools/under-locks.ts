import { runWithLocks, withLock } from '../locks/lock-scope.ts';
import type { Store } from '../store/open-store.ts';
import type { Tool } from './define-tool.ts';
import type { ToolContext } from './tool-context.ts';

type Arguments = Parameters<Tool['execute']>[0];

/** A tool call that wants to be run: with which arguments, and on whose behalf. */
export interface WantedRun {
  tool: Tool;
  args: Arguments;
  context: ToolContext;
}

/**
 * Runs a tool call with the lock that its tool declares, and such that it can take others itself. A
 * repeated attempt keeps its place in line, because the call's idempotency key is the lock's request.
 */
export async function runUnderLocks(
  locks: Store['locks'],
  { tool, args, context }: WantedRun,
  run: (held: ToolContext) => Promise<unknown>,
): Promise<unknown> {
  const { idempotencyKey: requestId, agentName, signal } = context;
  const holder = `${agentName} · ${tool.name} · ${context.run}`;
  return await runWithLocks({ locks, requestId, holder, signal }, async () => {
    if (tool.lock === null) return await run(context);
    const { namespace, keyArg, waitMs } = tool.lock;
    const locked = ({ fencing, signal: held }: Pick<ToolContext, 'fencing' | 'signal'>) =>
      run({ ...context, fencing, signal: held });
    return await withLock(namespace, keyOf(args[keyArg]), locked, { wait: `${waitMs}ms` });
  });
}

function keyOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
