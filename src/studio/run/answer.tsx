import type { ViewNode } from '../../core/run-view/index.ts';
import { StepView } from './step-view.tsx';

/** The step whose words are the answer of a run, or of a part of it. */
export function Answer({ node }: { node: ViewNode }) {
  return (
    <section class="answer-card" aria-label="Answer">
      <h2 class="divider">Answer</h2>
      <StepView node={node} />
    </section>
  );
}
