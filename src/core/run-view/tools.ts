import type { RunEvent } from '../events.ts';
import type { ToolUse, ViewNode } from './types.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

export function toolCalled(node: ViewNode, event: EventOf<'tool.called'>): ViewNode {
  const { id, name, args } = event;
  return { ...node, tools: [...node.tools, { ...newUse(node, event), id, name, args }] };
}

export function toolProgressed(node: ViewNode, event: EventOf<'tool.progress'>): ViewNode {
  return changeUse(node, event, { progress: event.message });
}

/** Who was denied has never been called. */
export function toolEnded(node: ViewNode, event: EventOf<'tool.ended'>): ViewNode {
  const { result, error, at } = event;
  const state = error === null ? 'done' : 'failed';
  return changeUse(node, event, { state, result, error, endedAt: at });
}

function changeUse(
  node: ViewNode,
  event: EventOf<'tool.progress' | 'tool.ended'>,
  change: Partial<ToolUse>,
): ViewNode {
  const { id, name } = event;
  const at = node.tools.findLastIndex((use) => use.id === id);
  const use = node.tools[at];
  const changed = { ...(use ?? { ...newUse(node, event), id, name }), ...change };
  const tools = use === undefined ? [...node.tools, changed] : node.tools.with(at, changed);
  return { ...node, tools };
}

function newUse({ turns }: ViewNode, { at }: { at: string }): Omit<ToolUse, 'id' | 'name'> {
  const turn = turns.at(-1)?.seq ?? null;
  const nothingYet = { args: null, progress: null, result: null, error: null, endedAt: null };
  return { turn, state: 'running', startedAt: at, ...nothingYet };
}
