import type { ViewNode } from '../../core/run-view/index.ts';
import { StepView } from './step-view.tsx';

/** What one agent alone has answered, to be compared with. */
export function BaselineCard({ node }: { node: ViewNode }) {
  return (
    <section class="answer-card" aria-label="Baseline">
      <h2 class="divider">Baseline: one agent alone</h2>
      <StepView node={node} />
    </section>
  );
}

/** The step whose words are the answer of a run, or of a part of it. */
export function Answer({ node }: { node: ViewNode }) {
  return (
    <section class="answer-card" aria-label="Answer">
      <h2 class="divider">Answer</h2>
      <StepView node={node} />
    </section>
  );
}
