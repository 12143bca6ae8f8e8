import type { ViewNode } from '../../../core/run-view/index.ts';
import { childAt } from '../child-at.ts';
import { estimatedHeight } from '../estimated-height.ts';
import { StepView } from '../step-view.tsx';
import { useProgress } from '../use-progress.ts';

/** Steps side by side. */
export function ParallelView({ node }: { node: ViewNode<'parallel'> }) {
  const columns = node.own?.columns ?? [];
  const shown = useProgress(columns.length, 12);
  return (
    <div class="columns side-by-side">
      {columns.slice(0, shown).map(({ path }) => {
        const child = childAt(node, path);
        return (
          <div key={path} class="column" style={estimatedHeight([child], 3)}>
            {child !== null && <StepView node={child} />}
          </div>
        );
      })}
    </div>
  );
}
