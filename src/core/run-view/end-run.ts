import type { RunEvent } from '../events.ts';
import type { RunResult } from '../kinds/step.ts';
import { closeQuestions } from './questions.ts';
import { closeTurn } from './turns.ts';
import type { RunView, ViewNode } from './types.ts';

/** The run with its end: what has not told its own ends with it. */
export function endRun(view: RunView, event: Extract<RunEvent, { type: 'run.ended' }>): RunView {
  const result = event.result as RunResult | null;
  const root = closeAll(view.root, event.at);
  const known = result === null ? {} : { content: result.content, cost: result.totalCost };
  return { ...view, root: { ...root, ...known }, result, hasEnded: true };
}

/** Steps that have ended have nothing open below them. */
function closeAll(node: ViewNode, at: string): ViewNode {
  const children = node.children.map((child) => closeAll(child, at));
  const isSame = children.every((child, index) => child === node.children[index]);
  const inside = isSame ? node : { ...node, children };
  if (node.state !== 'running' && node.state !== 'waitingForPerson') return inside;
  return {
    ...closeQuestions(closeTurn(inside, 'cancelled', at), at),
    state: 'cancelled',
    endedAt: at,
  };
}
