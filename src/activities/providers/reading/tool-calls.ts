import { randomUUID } from 'node:crypto';
import type { ToolCall } from '../../../core/model-call.ts';
import { parseJson } from '../../../core/parse-json.ts';
import type { Api } from '../../../core/provider-apis.ts';
import type { JsonObject, ProviderRequest, ProviderTurn } from '../provider.ts';

/** Tool calls as a reply has them: servers that only resemble an API leave ids out, or give one twice. */
type FoundCall = Omit<ToolCall, 'id'> & { id: string | null };

/** Calls of one turn; what a model asks beyond them is not read. */
export const mostCalls = 1_000;

/** Arguments as a text, also where a server gives the object itself; none are an empty one. */
export function argumentText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? {});
}

/** The turn of a reply; `null` where it asks for no tools, or was offered none. */
export function turnOf(
  { tools }: Pick<ProviderRequest, 'tools'>,
  found: readonly FoundCall[],
  replay: ProviderTurn['replay'],
): ProviderTurn | null {
  if (found.length === 0 || tools.length === 0) return null;
  const taken = new Set<string>();
  const toolCalls = found.slice(0, mostCalls).map(({ id, name, arguments: text }) => {
    const own = id === null || id === '' || taken.has(id) ? `call_${randomUUID()}` : id;
    taken.add(own);
    return { id: own, name, arguments: text };
  });
  return { toolCalls, replay: found.length > mostCalls ? null : replay };
}

/** What a turn carries for this API; `null`: nothing, or for another one. */
export function replayItemsFor(api: Api, { replay }: ProviderTurn): JsonObject[] | null {
  return replay?.api === api ? replay.items : null;
}

/** A tool call as an API takes it back: with a name of its alphabet, and arguments that are JSON. */
export interface RepairedToolCall extends ToolCall {
  input: JsonObject;
}

/**
 * A model may make up a name like `functions.search`, and broken JSON. An API refuses both when it
 * is given them back, where the model should rather read what was wrong with them.
 */
export function repairedToolCall(call: ToolCall): RepairedToolCall {
  const name = call.name.replaceAll(/[^\w-]/g, '_').slice(0, 64) || 'unnamed';
  const input = objectIn(call.arguments);
  if (input !== null) return { ...call, name, input };
  const wrapped = call.arguments.trim() === '' ? {} : { INVALID_JSON: call.arguments };
  return { ...call, name, input: wrapped, arguments: JSON.stringify(wrapped) };
}

function objectIn(text: string): JsonObject | null {
  const parsed = parseJson(text);
  if (!parsed.ok || typeof parsed.value !== 'object' || Array.isArray(parsed.value)) return null;
  return parsed.value as JsonObject | null;
}
