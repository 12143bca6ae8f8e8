import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { ToolOutcome, ToolRun } from '../../core/tools.ts';
import { missingMessages, storable } from '../store/messages.ts';
import type { Store } from '../store/open-store.ts';
import type { Tool } from './define-tool.ts';
import { executeTool } from './execute-tool.ts';
import { readArguments } from './read-arguments.ts';
import type { ToolContext } from './tool-context.ts';
import { failedOutcome, resultLimitBytes, resultText, storedOutcome } from './tool-outcome.ts';

/** One tool call: what it gave before, or what it gives now. */
export async function runTool(
  store: Store,
  tools: ReadonlyMap<string, Tool>,
  run: ToolRun,
): Promise<ToolOutcome> {
  const written = run.call.arguments ?? (await storedArguments(store, run));
  const id = callId(run, written);
  const earlier = await store.messages.find(id);
  if (earlier !== undefined) return storedOutcome(id, earlier);
  const tool = tools.get(run.call.name);
  if (tool === undefined) return failedOutcome(unknownTool(run.call.name, tools));
  const args = await readArguments(tool, written);
  if (!args.ok) return failedOutcome(args.reason);
  const value = await executeTool(store, { tool, args: args.value, context: contextOf(id, run) });
  const text = storable(resultText(value));
  const bytes = Buffer.byteLength(text);
  if (bytes > resultLimitBytes) return failedOutcome(tooLong(tool, bytes));
  return storedOutcome(id, await keep(store, run, { id, text }));
}

/** @throws `Message.Missing` when the reply that asks for the tool is not in this worker's store */
async function storedArguments({ messages }: Store, { message, index }: ToolRun): Promise<string> {
  const turn = await messages.findTurn(message);
  const written = turn?.toolCalls[index]?.arguments;
  if (written === undefined) throw missingMessages([message]);
  return written;
}

/**
 * What identifies a tool call for good, whatever attempt it takes. A reset run may ask for something
 * else in the same place: the hash tells the two apart.
 */
function callId({ key, index, call }: ToolRun, written: string): string {
  const asked = JSON.stringify([call.name, written]);
  const hash = createHash('sha256').update(asked).digest('hex').slice(0, 12);
  return `${key.execution}/${key.step}#${key.number}.${index}~${hash}`;
}

function contextOf(idempotencyKey: string, { owner, agentName }: ToolRun): ToolContext {
  const { cancellationSignal: signal, info } = Context.current();
  const { run, user } = owner;
  return { signal, idempotencyKey, attempt: info.attempt, fencing: null, agentName, run, user };
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

function unknownTool(name: string, tools: ReadonlyMap<string, Tool>): string {
  return `there is no tool '${name}'; there are ${[...tools.keys()].join(', ') || 'none'}`;
}

function tooLong({ name }: Tool, bytes: number): string {
  return `tool '${name}' gave ${bytes} bytes, and ${resultLimitBytes} are read at most: ask it for less`;
}
