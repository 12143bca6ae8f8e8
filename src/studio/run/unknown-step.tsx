import type { ViewNode } from '../../core/run-view/index.ts';
import { Prose } from '../markdown/prose.tsx';
import { StepView } from './step-view.tsx';

/** A step of a kind that this page does not know: what came of it, and what is in it. */
export function UnknownStep({ node }: { node: ViewNode }) {
  return (
    <div class="stack">
      {node.children.map((child) => (
        <StepView key={child.path} node={child} />
      ))}
      {node.content !== null && node.children.length === 0 && <Prose text={node.content} />}
    </div>
  );
}
