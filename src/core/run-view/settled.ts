import type { RunEvent } from '../events.ts';
import type { ViewNode } from './types.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

// The end of a step is told with whatever its run does next. Beside a slow step that may be long after,
// so who has given an answer is taken to be done, until more comes.

/**
 * An agent with a reply that can be used, and that calls no tool.
 *
 * @param before the reply
 */
export function afterReply(
  node: ViewNode,
  before: ViewNode,
  { problem }: EventOf<'turn.ended'>,
): ViewNode {
  const calls = before.turns.at(-1)?.writing.length ?? 0;
  return node.kind === 'agent' && problem === null && calls === 0 ? settled(node) : node;
}

/** A person who has answered. */
export function afterAnswer(node: ViewNode): ViewNode {
  return node.kind === 'person' ? settled(node) : node;
}

/** The run itself tells its end at once. */
function settled(node: ViewNode): ViewNode {
  return node.path === '' || node.state !== 'running' ? node : { ...node, state: 'done' };
}

/** There is more to it: a tool, or another turn. */
export function goesOn(node: ViewNode): ViewNode {
  return node.state === 'done' && node.endedAt === null ? { ...node, state: 'running' } : node;
}
