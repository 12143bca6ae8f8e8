import { createHash } from 'node:crypto';
import { activityInfo } from '@temporalio/activity';
import { inventedCall, noSuchTool, type ToolOutcome, type ToolRun } from '../../core/tools.ts';
import type { CallInFlight } from '../in-flight.ts';
import { readStoredTexts } from '../stored-texts.ts';
import { missingMessages, storable } from '../store/messages.ts';
import type { Store } from '../store/open-store.ts';
import { retryWhileUnavailable } from '../store/retry-while-unavailable.ts';
import type { Tool } from './define-tool.ts';
import { mcpTool } from '../mcp/mcp-tool.ts';
import type { McpPool } from '../mcp/pool.ts';
import { McpAnswer } from '../mcp/result-text.ts';
import { progressTeller } from './told-tool.ts';
import { executeTool } from './execute-tool.ts';
import { readArguments } from './read-arguments.ts';
import type { ToolContext } from './tool-context.ts';
import { failedOutcome, resultLimitBytes, storedOutcome } from './tool-outcome.ts';
import { writtenResult } from './written-result.ts';

/** What tool calls are carried out with. */
export interface ToolBench {
  store: Store;
  /** By name. */
  tools: ReadonlyMap<string, Tool>;
  /** Servers that have tools. */
  mcp: McpPool;
  /** Told each time that a tool is run with arguments that the simulated model has invented. */
  onInvented: (tool: Tool) => void;
}

/** One tool call: what it gave before, or what it gives now. */
export async function runTool(
  bench: ToolBench,
  run: ToolRun,
  inFlight: CallInFlight,
): Promise<ToolOutcome> {
  const { store, onInvented } = bench;
  const written = run.call.arguments ?? (await storedArguments(store, run, inFlight.signal));
  const id = callId(run, written);
  const { signal } = inFlight;
  const earlier = await retryWhileUnavailable(() => store.messages.find(id), signal);
  if (earlier !== undefined) return storedOutcome(id, earlier);
  const tool = toolFor(bench, run);
  if (tool === undefined) return failedOutcome(noSuchTool(run.call.name, [...bench.tools.keys()]));
  const args = await readArguments(tool, written);
  if (!args.ok) return failedOutcome(args.reason);
  const execute: Tool['execute'] = (given, context) => {
    if (run.call.id.startsWith(inventedCall)) onInvented(tool);
    return tool.execute(given, context);
  };
  await inFlight.refuseStopped();
  const wanted = {
    tool: { ...tool, execute },
    args: args.value,
    context: contextOf(id, run, signal),
  };
  const given = await executeTool(store, wanted);
  if (given instanceof McpAnswer && given.failed) {
    const gone = given.isGone && run.from !== undefined ? { gone: run.from.server } : {};
    return { ...failedOutcome(given.text), ...gone };
  }
  const value = given instanceof McpAnswer ? given.text : given;
  const result = writtenResult(value);
  if (!result.ok) return failedOutcome(unwritten(tool, result.problem));
  const text = storable(result.text);
  const bytes = Buffer.byteLength(text);
  if (bytes > resultLimitBytes) return failedOutcome(tooLong(tool, bytes));
  const keepIt = () => keep(store, run, { id, text });
  return storedOutcome(id, await retryWhileUnavailable(keepIt, signal));
}

/** A tool of a server is known by the run alone; any worker with the same configuration has it. */
function toolFor({ store, tools, mcp }: ToolBench, run: ToolRun): Tool | undefined {
  const { from, call } = run;
  if (from === undefined) return tools.get(call.name);
  return mcpTool(mcp, call.name, from, progressTeller(store, run, activityInfo().attempt));
}

/** @throws `Message.Missing` when the reply that asks for the tool is not in this worker's store */
export async function storedArguments(
  { messages }: Store,
  { message, index, rewritten }: ToolRun,
  signal: AbortSignal,
): Promise<string> {
  if (rewritten !== undefined) {
    const filled = await retryWhileUnavailable(() => readStoredTexts(messages, rewritten), signal);
    return filled(rewritten);
  }
  const turn = await retryWhileUnavailable(() => messages.findTurn(message), signal);
  const written = turn?.toolCalls[index]?.arguments;
  if (written === undefined) throw missingMessages([message]);
  return written;
}

/**
 * What identifies a tool call for good, whatever attempt it takes. A reset run may ask for something
 * else in the same place: the hash tells the two apart.
 */
export function callId({ key, index, call }: ToolRun, written: string): string {
  const asked = JSON.stringify([call.name, written]);
  const hash = createHash('sha256').update(asked).digest('hex').slice(0, 12);
  return `${key.execution}/${key.step}#${key.number}.${index}~${hash}`;
}

/** What a tool's own code is told besides its arguments. */
export function contextOf(
  idempotencyKey: string,
  { owner, agentName }: ToolRun,
  signal: AbortSignal,
): ToolContext {
  const { attempt } = activityInfo();
  const { run, user } = owner;
  return { signal, idempotencyKey, attempt, fencing: null, agentName, run, user };
}

/** Another attempt may have stored its result meanwhile: the first one stays. */
async function keep(
  { messages }: Store,
  { owner, call }: ToolRun,
  { id, text }: { id: string; text: string },
): Promise<string> {
  const message = { id, author: call.name, role: 'tool', content: text, run: owner.run } as const;
  if (await messages.put(message)) return text;
  return (await messages.find(id)) ?? text;
}

function tooLong({ name }: Tool, bytes: number): string {
  return `tool '${name}' was carried out, and returned ${bytes} bytes, of which at most ${resultLimitBytes} are read: ask it for less`;
}

function unwritten({ name }: Tool, problem: string): string {
  return `tool '${name}' was carried out, but what it returned cannot be written as JSON: ${problem}`;
}
