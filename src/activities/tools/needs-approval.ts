import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import type { ToolRun } from '../../core/tools.ts';
import { beginningOf } from '../../core/unicode.ts';
import { redact } from '../providers/problems/redact.ts';
import { readArguments } from './read-arguments.ts';
import { withinTime } from './within-time.ts';
import { callId, contextOf, storedArguments, type ToolBench } from './run-tool.ts';

/** Below the time of the activity, in ms. */
const longestMs = 50_000;

/**
 * Whether a person has to allow a tool call, as the tool's own function decides it. A call that cannot
 * be carried out, because there is no such tool or its arguments are not valid, needs nobody.
 *
 * @throws `Tool.Failed`, retryable, when the function throws
 */
export async function needsApproval(bench: ToolBench, run: ToolRun): Promise<boolean> {
  const tool = bench.tools.get(run.call.name);
  const { needsApproval: decide } = tool ?? {};
  if (tool === undefined || typeof decide !== 'function') return decide === true;
  const signal = cancellationSignal();
  const written = run.call.arguments ?? (await storedArguments(bench.store, run, signal));
  const args = await readArguments(tool, written);
  if (!args.ok) return false;
  try {
    const context = contextOf(callId(run, written), run, signal);
    const decided = async () => await decide(args.value, context);
    return (await withinTime(decided, Math.min(tool.timeoutMs, longestMs))) !== false;
  } catch (error) {
    const words = beginningOf(redact(messageOf(error), null), 1_000);
    const message = `whether tool '${tool.name}' needs approval cannot be told (attempt ${activityInfo().attempt}): ${words}`;
    throw failure(Failure.toolFailed, message, { retryable: true });
  }
}
