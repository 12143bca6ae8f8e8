import type { RunView, ViewNode } from '../../core/run-view/index.ts';

const statuses: Record<ViewNode['state'], string> = {
  waiting: 'running',
  running: 'running',
  waitingForPerson: 'waiting',
  done: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** How a run stands, in the words of the list. */
export function statusOf({ root, questions, hasEnded }: RunView): string {
  if (!hasEnded && questions.length > 0) return 'waiting';
  return statuses[root.state];
}

const known = new WeakMap<ViewNode, boolean>();

/** Whether any of it was said by the simulated model. */
export function isSimulated(node: ViewNode): boolean {
  const before = known.get(node);
  if (before !== undefined) return before;
  const is =
    node.turns.some(({ provider }) => provider === 'simulated') || node.children.some(isSimulated);
  known.set(node, is);
  return is;
}
