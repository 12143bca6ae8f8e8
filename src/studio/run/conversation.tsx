import type { RunView } from '../../core/run-view/index.ts';
import { OutermostStep } from './step-view.tsx';

/** What is said in a run, as it is said. */
export function Conversation({ view: { root, seq } }: { view: RunView }) {
  if (seq === 0 && root.kind === null) return <p class="muted loading">Loading…</p>;
  return (
    <section class="conversation" aria-label="Conversation">
      <OutermostStep node={root} />
    </section>
  );
}
