import { showCost } from '../../core/amounts.ts';
import { showMs } from '../../core/durations.ts';
import { spentOf, type ViewNode } from '../../core/run-view/index.ts';

const stateWords: Record<ViewNode['state'], string | null> = {
  waiting: 'not begun',
  running: 'working',
  waitingForPerson: 'waiting for somebody',
  done: null, // what was done speaks for itself
  failed: 'failed',
  cancelled: 'cancelled',
};

/** How a step stands, how long it took and what it has cost. */
export function StepFigures({ node }: { node: ViewNode }) {
  const { state, durationMs } = node;
  const word = stateWords[state];
  const cost = node.cost ?? spentOf(node).cost;
  return (
    <span class="figures">
      {word !== null && (
        <span class={`badge step-${state}`}>
          <span class="dot" aria-hidden="true" />
          {word}
        </span>
      )}
      {durationMs !== null && durationMs > 0 && <span>{showMs(durationMs)}</span>}
      {cost !== null && cost > 0 && <span>{showCost(cost)}</span>}
    </span>
  );
}
