import { shownItems, type ViewNode } from '../../../core/run-view/index.ts';
import { childAt } from '../child-at.ts';
import { StepView } from '../step-view.tsx';

/** Items that are drawn, those that failed first: a page of 10,000 would be of use to nobody. */
const itemsAtMost = 30;

/** How many items there are and what came of them, some of them, and what they were reduced to. */
export function MapView({ node }: { node: ViewNode<'map'> }) {
  const { counts = null, list = null, items = [], reduced = [] } = node.own ?? {};
  const { shown, more } = shownItems(node, items, itemsAtMost);
  const last = reduced.at(-1);
  const paths = [...(list === null ? [] : [list]), ...shown, ...(last === undefined ? [] : [last])];
  return (
    <div>
      {counts !== null && (
        <p>
          {counts.total} items: {counts.succeeded} succeeded, {counts.failed} failed
        </p>
      )}
      {more > 0 && <p class="faint">{more} more are not shown</p>}
      {paths.map((path) => {
        const child = childAt(node, path);
        return child === null ? null : <StepView key={path} node={child} />;
      })}
    </div>
  );
}
